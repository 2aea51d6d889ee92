package dev.lockkeeper.promql;

import dev.lockkeeper.model.SampleWindow;
import java.util.Locale;

/// `double_exponential_smoothing`: the last smoothed value, by level and trend (NIST Engineering
/// Statistics Handbook, 6.4.3.3).
final class SmoothingNode implements Node.OfVector {
  private final Node.OfWindows windows;
  private final Node.OfScalar smoothing;
  private final Node.OfScalar trend;
  private final Vector out = new Vector();

  SmoothingNode(Node.OfWindows windows, Node.OfScalar smoothing, Node.OfScalar trend) {
    this.windows = windows;
    this.smoothing = smoothing;
    this.trend = trend;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    double sf = smoothing.scalar(evaluation);
    double tf = trend.scalar(evaluation);
    int series = windows.open(evaluation);
    out.clear();
    for (int i = 0; i < series; i++) {
      var window = windows.window(i);
      if (window.size() > 0) {
        check("smoothing", "sf", sf);
        check("trend", "tf", tf);
      }
      if (window.size() > 1) {
        out.add(windows.id(i), smoothed(window, sf, tf), true);
      }
    }
    return out;
  }

  /// In Prometheus' words.
  private static void check(String what, String name, double factor) {
    if (factor <= 0 || factor >= 1) {
      throw new EvaluationException(
          String.format(
              Locale.ROOT, "invalid %s factor. Expected: 0 < %s < 1, got: %f", what, name, factor));
    }
  }

  private static double smoothed(SampleWindow window, double sf, double tf) {
    double before = 0;
    double level = window.value(0);
    double slope = window.value(1) - window.value(0);
    for (int i = 1; i < window.size(); i++) {
      if (i > 1) {
        slope = tf * (level - before) + (1 - tf) * slope;
      }
      before = level;
      level = sf * window.value(i) + (1 - sf) * (level + slope);
    }
    return level;
  }
}
