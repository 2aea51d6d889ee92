package dev.lockkeeper.promql;

import dev.lockkeeper.model.Staleness;
import org.jspecify.annotations.Nullable;

/// A function applied to each series' window.
final class OverTimeNode implements Node.OfVector {
  private final Node.OfWindows windows;
  private final WindowFunction function;
  private final Node.@Nullable OfScalar parameter;
  private final boolean keepName;
  private final boolean rightOnBuckets;
  private final Annotation approximate;
  private final Vector out = new Vector();

  OverTimeNode(
      Expr.Call call,
      Node.OfWindows windows,
      WindowFunction function,
      Node.@Nullable OfScalar parameter) {
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
    this.windows = windows;
    this.function = function;
    this.parameter = parameter;
    this.keepName = name.equals("last_over_time") || name.equals("first_over_time");
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    double argument = parameter == null ? 0 : parameter.scalar(evaluation);
    int series = windows.open(evaluation);
    out.clear();
    for (int i = 0; i < series; i++) {
      var window = windows.window(i);
      if (window.size() > 0) {
        if (window.cut() || (window.coarse() && !rightOnBuckets)) {
          evaluation.annotate(approximate);
        }
        double value =
            function.apply(window, windows.from(), windows.to(), evaluation.at, argument);
        if (!Staleness.isMarker(value)) {
          out.add(windows.id(i), value, !keepName);
        }
      }
    }
    return out;
  }
}
