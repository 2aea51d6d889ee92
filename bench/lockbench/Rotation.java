package lockbench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Asks HAProxy every few milliseconds and notes each change of each server.
final class Rotation implements AutoCloseable {
  static final Duration EVERY = Duration.ofMillis(10);

  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean stop;

  /// @param atMillis wall time
  record Change(long atMillis, String server, Haproxy.State state) {}

  Rotation(Haproxy haproxy) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("rotation")
            .start(() -> {
              Map<String, Haproxy.State> last = new HashMap<>();
              while (!stop) {
                haproxy
                    .states()
                    .forEach((server, state) -> {
                      if (!state.equals(last.put(server, state))) {
                        changes.add(new Change(System.currentTimeMillis(), server, state));
                      }
                    });
                LockSupport.parkNanos(EVERY.toNanos());
              }
            });
  }

  List<Change> changes() {
    return List.copyOf(changes);
  }

  /// A stretch of time in which a server got no new requests.
  ///
  /// @param readyMillis when it was made ready again by whoever drained it; `fromMillis` when
  ///   nobody did
  record Out(String server, long fromMillis, long readyMillis, long toMillis) {
    long millis() {
      return toMillis - fromMillis;
    }
  }

  /// The stretches that began since a moment and are over.
  List<Out> outs(String server, long sinceMillis) {
    List<Out> outs = new ArrayList<>();
    long from = 0;
    long ready = 0;
    for (Change change : changes) {
      if (!change.server().equals(server) || change.atMillis() < sinceMillis) {
        continue;
      }
      if (!change.state().inRotation()) {
        from = from == 0 ? change.atMillis() : from;
        ready = change.state().ready() ? (ready == 0 ? change.atMillis() : ready) : 0;
      } else if (from != 0) {
        outs.add(new Out(server, from, ready == 0 ? change.atMillis() : ready, change.atMillis()));
        from = 0;
        ready = 0;
      }
    }
    return outs;
  }

  @Override
  public void close() {
    stop = true;
    LockSupport.unpark(thread);
  }
}
