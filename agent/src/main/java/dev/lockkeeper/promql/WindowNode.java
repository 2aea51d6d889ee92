package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView.Series;

/// A range vector selector: `(moment - range, moment]`.
final class WindowNode implements Node.OfWindows {
  private final Selection selection;
  private final Expr.Shift shift;
  private final long rangeMillis;
  private final SampleWindow window = new SampleWindow();
  private Series[] series = new Series[0];
  private long to;

  WindowNode(Selection selection, Expr.Shift shift, long rangeMillis) {
    this.selection = selection;
    this.shift = shift;
    this.rangeMillis = rangeMillis;
  }

  @Override
  public int open(Evaluation evaluation) {
    to = evaluation.moment(shift);
    series = selection.series(evaluation.view());
    return series.length;
  }

  @Override
  public SeriesId id(int index) {
    return series[index].id();
  }

  @Override
  public SampleWindow window(int index) {
    series[index].read(to - rangeMillis, to, window);
    return window;
  }

  @Override
  public long from() {
    return to - rangeMillis;
  }

  @Override
  public long to() {
    return to;
  }
}
