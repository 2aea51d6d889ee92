package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A subquery: the inner expression at each multiple of the step within `(moment - range, moment]`.
final class SubqueryNode implements Node.OfWindows {
  /// Resolution where the expression gives none.
  static final long DEFAULT_STEP_MILLIS = 1000;

  /// that it holds at once, 16 bytes each
  private static final long MOST_SAMPLES = 2_000_000;

  private final Node.OfVector inner;
  private final Expr.Subquery subquery;
  private final long stepMillis;
  private final Evaluation step = new Evaluation();
  private final Map<SeriesId, SampleWindow> windows = new HashMap<>();
  private final List<SeriesId> ids = new ArrayList<>();
  private long to;

  SubqueryNode(Node.OfVector inner, Expr.Subquery subquery, long defaultStepMillis) {
    this.inner = inner;
    this.subquery = subquery;
    this.stepMillis = subquery.stepMillis() == 0 ? defaultStepMillis : subquery.stepMillis();
  }

  @Override
  public int open(Evaluation evaluation) {
    to = evaluation.moment(subquery.shift());
    windows.clear();
    ids.clear();
    long from = to - subquery.rangeMillis();
    long first = Math.floorDiv(from, stepMillis) * stepMillis + stepMillis;
    long samples = 0;
    for (long at = first; at <= to; at += stepMillis) {
      step.subqueryStep(evaluation, at, to - first >= stepMillis);
      var vector = inner.vector(step);
      samples += vector.size();
      if (samples > MOST_SAMPLES) {
        throw Evaluation.tooMany();
      }
      for (int i = 0; i < vector.size(); i++) {
        var window = windows.get(vector.id(i));
        if (window == null) {
          window = new SampleWindow();
          windows.put(vector.id(i), window);
          ids.add(vector.id(i));
        }
        window.add(at, vector.value(i));
      }
    }
    return ids.size();
  }

  @Override
  public SeriesId id(int index) {
    return ids.get(index);
  }

  @Override
  public SampleWindow window(int index) {
    return java.util.Objects.requireNonNull(windows.get(ids.get(index)));
  }

  @Override
  public long from() {
    return to - subquery.rangeMillis();
  }

  @Override
  public long to() {
    return to;
  }
}
