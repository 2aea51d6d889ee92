package dev.lockkeeper.fuzz;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.rule.PlainSeries;
import java.util.Map;

/// Ten minutes of a few series, with a reset, a gap, NaN and both infinities.
public final class FuzzSeries {
  private FuzzSeries() {}

  public static SeriesView some() {
    var series = new PlainSeries();
    for (String metric : new String[] {"a", "b", "up", "x_total", "h_bucket"}) {
      for (int i = 0; i < 4; i++) {
        var id =
            new SeriesId(metric, Labels.of(Map.of("l", "v" + i, "le", i == 3 ? "+Inf" : "" + i)));
        for (int second = 0; second <= 600; second += 5) {
          if (i == 2 && second > 200 && second < 400) {
            continue;
          }
          series.append(id, second * 1000L, value(i, second));
        }
      }
    }
    return series;
  }

  private static double value(int i, int second) {
    return switch (i) {
      case 0 -> second % 300;
      case 1 -> second == 300 ? Double.NaN : -second;
      case 2 -> second == 100 ? Double.POSITIVE_INFINITY : second / 7.0;
      default -> second == 500 ? Double.NEGATIVE_INFINITY : 1e300 * second;
    };
  }
}
