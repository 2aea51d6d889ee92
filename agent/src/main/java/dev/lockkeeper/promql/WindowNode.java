package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView.Series;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/// A range vector selector: `(moment - range, moment]`.
///
/// Where evaluation follows evaluation, its windows slide ([SlidingWindow]).
final class WindowNode implements Node.OfWindows {
  private static final int NOTHING = -1;
  private static final int NO_FUNCTION_SLIDES = -1;

  /// Smaller windows are as quickly read again.
  private static final int LEAST_SAMPLES = 24;

  private final Selection selection;
  private final Expr.Shift shift;
  private final long rangeMillis;
  private final SlidingBudget budget;
  private final SampleWindow window = new SampleWindow();

  /// whose samples are in `window`
  private int held = NOTHING;

  private int wanted = NO_FUNCTION_SLIDES;
  private Series[] series = new Series[0];
  private @Nullable SlidingWindow[] sliding = new SlidingWindow[0];
  private long round;
  private long to = Long.MIN_VALUE;

  /// whether this evaluation goes on from the one before
  private boolean follows;

  WindowNode(Selection selection, Expr.Shift shift, long rangeMillis, SlidingBudget budget) {
    this.selection = selection;
    this.shift = shift;
    this.rangeMillis = rangeMillis;
    this.budget = budget;
  }

  @Override
  public void want(int what) {
    wanted = wanted == NO_FUNCTION_SLIDES ? what : wanted | what;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the selection gives the same array while nothing changed
  public int open(Evaluation evaluation) {
    if (evaluation.round != 0 && evaluation.round == round) {
      return series.length;
    }
    round = evaluation.round;
    held = NOTHING;
    long before = to;
    to = evaluation.moment(shift);
    follows = to > before && to - rangeMillis / 2 <= before;
    var found = selection.series(evaluation.view());
    if (found != series) {
      if (wanted != NO_FUNCTION_SLIDES) {
        keepSliding(found);
      }
      series = found;
    }
    return series.length;
  }

  /// Series that are still there keep their windows.
  private void keepSliding(Series[] found) {
    var known = new IdentityHashMap<Series, SlidingWindow>();
    for (int i = 0; i < sliding.length; i++) {
      var slides = sliding[i];
      if (slides != null) {
        known.put(series[i], slides);
      }
    }
    sliding = new SlidingWindow[found.length];
    for (int i = 0; i < found.length; i++) {
      sliding[i] = known.remove(found[i]);
    }
    for (int i = known.size(); i > 0; i--) {
      budget.giveBack();
    }
  }

  @Override
  public SeriesId id(int index) {
    return series[index].id();
  }

  @Override
  public SampleWindow window(int index) {
    if (held != index) {
      series[index].read(to - rangeMillis, to, window);
      held = index;
    }
    return window;
  }

  @Override
  public @Nullable SlidingWindow sliding(int index, int wants) {
    var slides = sliding[index];
    if (slides == null) {
      slides = follows ? begin(index) : null;
      if (slides == null) {
        return null;
      }
      sliding[index] = slides;
    } else if (slides.round != round || round == 0) {
      held = NOTHING;
      if (!slides.offers(wanted) || !slides.moveTo(to - rangeMillis, to, series[index], window)) {
        sliding[index] = null;
        budget.giveBack();
        return null;
      }
    }
    slides.round = round;
    return (wants & SlidingWindow.SUMS) == 0 || slides.summable() ? slides : null;
  }

  private @Nullable SlidingWindow begin(int index) {
    long from = to - rangeMillis;
    if (from < series[index].wholeSince() || !budget.isLeft()) {
      return null;
    }
    var samples = window(index);
    return samples.size() >= LEAST_SAMPLES && !samples.coarse() && !samples.cut() && budget.take()
        ? new SlidingWindow(wanted, from, samples)
        : null;
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
