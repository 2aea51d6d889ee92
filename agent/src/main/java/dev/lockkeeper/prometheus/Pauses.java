package dev.lockkeeper.prometheus;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.rule.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the series of one selector pause for longer than usual, and whether they were marked stale
/// there. A scrape that fails, or a target that goes, ends a series at once; one that is merely
/// sparse goes on for as long as it is looked back.
final class Pauses {
  /// A pause is one that is so much longer than the interval before it, in percent: a scrape that
  /// is a little late is none.
  private static final int LONGER_PERCENT = 150;

  private static final class Line {
    long last = Long.MIN_VALUE;
    long usual;
    boolean ended;
  }

  /// @param next when the series came back; [Long#MAX_VALUE] when it did not
  private record Pause(SeriesId series, long last, long next, long usual) {}

  private final long lookBackMillis;
  private final Map<SeriesId, Line> lines = new HashMap<>();
  private final List<Pause> found = new ArrayList<>();
  private long from;
  private long to;

  Pauses(long lookBackMillis) {
    this.lookBackMillis = lookBackMillis;
  }

  /// Another stretch of time begins.
  void begin(long fromExclusive, long toInclusive) {
    from = fromExclusive;
    to = toInclusive;
    found.clear();
  }

  void sample(SeriesId series, long time) {
    var line = lines.computeIfAbsent(series, _ -> new Line());
    if (line.last != Long.MIN_VALUE && time > line.last) {
      long gap = time - line.last;
      if (line.usual > 0 && gap * 100 > line.usual * LONGER_PERCENT) {
        if (!line.ended) {
          found.add(new Pause(series, line.last, time, line.usual));
        }
      } else {
        line.usual = gap;
      }
    }
    line.last = Math.max(line.last, time);
    line.ended = false;
  }

  /// In which grain the server must be asked what it still saw, in milliseconds; 0: not at all.
  long grain() {
    lines.forEach((series, line) -> {
      boolean late = line.usual > 0 && (to - line.last) * 100 > line.usual * LONGER_PERCENT;
      if (late && !line.ended && from < line.last + lookBackMillis) {
        found.add(new Pause(series, line.last, Long.MAX_VALUE, line.usual));
      }
    });
    return found.stream().mapToLong(pause -> Math.max(1000, pause.usual())).min().orElse(0);
  }

  /// Ends the series that were not seen any more in their pauses.
  ///
  /// @param step from one moment that was asked about to the next
  /// @param seen at which moments each series was seen
  void ends(long step, Map<SeriesId, SampleWindow> seen, Recording.Sink sink) {
    for (var pause : found) {
      long until = Math.min(Math.min(pause.next(), pause.last() + lookBackMillis), to + 1);
      long first = from + Math.ceilDiv(Math.max(1, pause.last() + 1 - from), step) * step;
      var window = seen.get(pause.series());
      for (long moment = first; moment < until; moment += step) {
        if (!has(window, moment)) {
          long mark = Math.min(moment, Math.max(moment - step + 1, pause.last() + pause.usual()));
          sink.sample(pause.series(), Math.max(mark, pause.last() + 1), Staleness.MARKER);
          var line = lines.get(pause.series());
          if (line != null && pause.next() == Long.MAX_VALUE) {
            line.ended = true;
          }
          break;
        }
      }
    }
    found.clear();
  }

  private static boolean has(@org.jspecify.annotations.Nullable SampleWindow window, long moment) {
    if (window == null) {
      return false;
    }
    int low = 0;
    int high = window.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (window.time(middle) == moment) {
        return true;
      }
      if (window.time(middle) < moment) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }
}
