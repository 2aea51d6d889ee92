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
  private final Map<SeriesId, Collected> all = new HashMap<>(0);
  private Memo<Collected> places = new Memo<>(this::collected);
  private final List<Collected> met = new ArrayList<>();

  private long round;
  private long to;

  SubqueryNode(Node.OfVector inner, Expr.Subquery subquery, long defaultStepMillis) {
    this.inner = inner;
    this.subquery = subquery;
    this.stepMillis = subquery.stepMillis() == 0 ? defaultStepMillis : subquery.stepMillis();
  }

  @Override
  public int open(Evaluation evaluation) {
    to = evaluation.moment(subquery.shift());
    forget();
    round++;
    met.clear();
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
        var collected = places.at(i, vector.id(i));
        if (collected.round != round) {
          collected.round = round;
          collected.window.clear();
          met.add(collected);
        }
        collected.window.add(at, vector.value(i));
      }
    }
    return met.size();
  }

  /// Series come and go; windows of those that went are let go, too, now and then.
  private void forget() {
    if (all.size() > 2 * met.size() + 16) {
      all.clear();
      places = new Memo<>(this::collected);
    }
  }

  private Collected collected(SeriesId id) {
    return all.computeIfAbsent(id, Collected::new);
  }

  @Override
  public SeriesId id(int index) {
    return met.get(index).id;
  }

  @Override
  public SampleWindow window(int index) {
    return met.get(index).window;
  }

  @Override
  public long from() {
    return to - subquery.rangeMillis();
  }

  @Override
  public long to() {
    return to;
  }

  /// One element's values at the subquery's moments.
  private static final class Collected {
    private final SeriesId id;
    private final SampleWindow window = new SampleWindow();
    private long round;

    private Collected(SeriesId id) {
      this.id = id;
    }
  }
}
