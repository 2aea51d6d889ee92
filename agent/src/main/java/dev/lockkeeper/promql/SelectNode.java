package dev.lockkeeper.promql;

import dev.lockkeeper.model.Staleness;

/// An instant vector selector.
final class SelectNode implements Node.OfVector {
  private final Selection selection;
  private final Expr.Shift shift;
  private final Vector out = new Vector();

  SelectNode(Selection selection, Expr.Shift shift) {
    this.selection = selection;
    this.shift = shift;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    long moment = evaluation.moment(shift);
    out.clear();
    var all = selection.series(evaluation.view());
    evaluation.read(all.length);
    for (var series : all) {
      double value = series.valueAt(moment);
      if (!Staleness.isMarker(value)) {
        out.add(series.id(), value);
      }
    }
    return out;
  }

  /// For `timestamp()`: the samples' times in seconds instead of their values.
  Node.OfVector times() {
    var times = new Vector();
    return evaluation -> {
      long moment = evaluation.moment(shift);
      times.clear();
      for (var series : selection.series(evaluation.view())) {
        if (!Staleness.isMarker(series.valueAt(moment))) {
          times.add(series.id(), series.timeAt(moment) / 1000.0, true);
        }
      }
      return times;
    };
  }
}
