package lockbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// One request as a client saw it.
///
/// @param startMillis wall time
/// @param kind `closed-ka`, `open-ka`, `open-noka`, `slow` or `big`
/// @param outcome `ok`; `stale` when an idle kept-alive connection was closed before the request
///   reached it, which clients of HTTP try again; else a status or what broke
/// @param backend the header `X-Backend`; `-` when there was none
record Request(long startMillis, long millis, String kind, String outcome, String backend) {
  static final int LATE_MILLIS = 500;
  private static final Set<String> FAST = Set.of("closed-ka", "open-ka", "open-noka");

  boolean stale() {
    return outcome.equals("stale");
  }

  boolean failed() {
    return !outcome.equals("ok") && !stale();
  }

  /// A fast kind that was answered well, and too late.
  boolean late() {
    return outcome.equals("ok") && FAST.contains(kind) && millis >= LATE_MILLIS;
  }

  long endMillis() {
    return startMillis + millis;
  }

  /// Columns: start, duration, kind, outcome, backend, time to first byte.
  static List<Request> read(Path csv) throws IOException {
    return Files.readAllLines(csv).stream().map(Request::parse).toList();
  }

  private static Request parse(String line) {
    String[] cells = line.split(",", -1);
    return new Request(
        Long.parseLong(cells[0]), Long.parseLong(cells[1]), cells[2], cells[3], cells[4]);
  }

  /// As the columns of [#read] hold it, without a time to first byte.
  String row() {
    return startMillis + "," + millis + "," + kind + "," + outcome + "," + backend + ",0";
  }
}
