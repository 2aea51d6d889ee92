package dev.lockkeeper.model;

import java.time.Duration;
import java.util.List;

/// How health is asked.
public sealed interface ProbeSpec {
  /// Time from the start of one probe to the start of the next.
  Duration every();

  /// A probe without an answer for this long has failed.
  Duration timeout();

  /// GET; success is one of the status codes.
  record Http(String url, List<Integer> status, Duration every, Duration timeout)
      implements ProbeSpec {
    public Http {
      status = List.copyOf(status);
    }
  }

  /// Success is an accepted connection.
  record Tcp(String host, int port, Duration every, Duration timeout) implements ProbeSpec {}
}
