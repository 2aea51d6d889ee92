package dev.lockkeeper.promql;

import dev.lockkeeper.model.Staleness;
import org.jspecify.annotations.Nullable;

/// A function applied to each series' window.
final class OverTimeNode implements Node.OfVector {
  private final Node.OfWindows windows;
  private final WindowFunction function;
  private final Node.@Nullable OfScalar parameter;
  private final boolean keepName;
  private final Vector out = new Vector();

  OverTimeNode(
      Node.OfWindows windows,
      WindowFunction function,
      Node.@Nullable OfScalar parameter,
      boolean keepName) {
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
      var window = windows.window(i);
      if (window.size() > 0) {
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
