package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A function applied to each series' window.
final class OverTimeNode implements Node.OfVector {
  private final Node.OfWindows windows;
  private final WindowFunction function;
  private final @Nullable SlidingFunction sliding;
  private final Node.@Nullable OfScalar parameter;
  private final Relabelled result;

  OverTimeNode(
      Node.OfWindows windows,
      WindowFunction function,
      @Nullable SlidingFunction sliding,
      Node.@Nullable OfScalar parameter,
      boolean keepName) {
    this.windows = windows;
    this.function = function;
    this.sliding = sliding;
    this.parameter = parameter;
    if (sliding != null) {
      windows.want(sliding.wants());
    }
    this.result =
        keepName ? new Relabelled(UnaryOperator.<SeriesId>identity()) : Relabelled.withoutName();
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    double argument = parameter == null ? 0 : parameter.scalar(evaluation);
    int series = windows.open(evaluation);
    result.begin();
    for (int i = 0; i < series; i++) {
      double value = value(i, evaluation.at, argument);
      if (!Staleness.isMarker(value)) {
        result.add(i, windows.id(i), value);
      }
    }
    return result.vector();
  }

  private double value(int index, long at, double argument) {
    if (sliding != null) {
      var slides = windows.sliding(index, sliding.wants());
      if (slides != null) {
        return sliding.apply(slides, windows.from(), windows.to());
      }
    }
    var window = windows.window(index);
    return window.size() == 0
        ? WindowFunction.NONE
        : function.apply(window, windows.from(), windows.to(), at, argument);
  }
}
