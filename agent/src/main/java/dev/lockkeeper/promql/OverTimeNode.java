package dev.lockkeeper.promql;

import dev.lockkeeper.model.Staleness;
import org.jspecify.annotations.Nullable;

/// A function applied to each series' window.
final class OverTimeNode implements Node.OfVector {
  private final Node.OfWindows windows;
  private final WindowFunction function;
  private final @Nullable SlidingFunction sliding;
  private final Node.@Nullable OfScalar parameter;
  private final boolean rightOnBuckets;
  private final Annotation approximate;
  private final boolean keepName;
  private final Vector out = new Vector();

  OverTimeNode(
      Expr.Call call,
      Node.OfWindows windows,
      WindowFunction function,
      Node.@Nullable OfScalar parameter,
      boolean keepName) {
    String name = call.function().name();
    this.rightOnBuckets = WindowFunction.rightOnBuckets(name);
    this.approximate =
        Annotation.info(
            call,
            rightOnBuckets
                ? name
                    + "() is approximate: an edge of its window falls between samples that were"
                    + " put together"
                : name + "() is approximate: its window holds samples that were put together");
    this.sliding = SlidingFunction.of(name);
    if (sliding != null) {
      windows.want(sliding.wants());
    }
    this.windows = windows;
    this.function = function;
    this.parameter = parameter;
    this.keepName = keepName;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    double argument = parameter == null ? 0 : parameter.scalar(evaluation);
    int series = windows.open(evaluation);
    out.clear();
    for (int i = 0; i < series; i++) {
      double value = value(i, evaluation, argument);
      if (!Staleness.isMarker(value)) {
        out.add(windows.id(i), value, !keepName);
      }
    }
    return out;
  }

  private double value(int index, Evaluation evaluation, double argument) {
    if (sliding != null) {
      var slides = windows.sliding(index, sliding.wants());
      if (slides != null) {
        evaluation.read(Evaluation.WINDOW);
        return sliding.apply(slides, windows.from(), windows.to());
      }
    }
    var window = windows.window(index);
    evaluation.read(Evaluation.WINDOW + window.size());
    if (window.size() == 0) {
      return WindowFunction.NONE;
    }
    if (window.cut() || (window.coarse() && !rightOnBuckets)) {
      evaluation.annotate(approximate);
    }
    return function.apply(window, windows.from(), windows.to(), evaluation.at, argument);
  }
}
