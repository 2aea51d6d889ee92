package dev.lockkeeper.service.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.DBusPath;

/// One job of systemd's queue, from its queueing to its end.
final class Job implements AutoCloseable {
  /// What a job counts as having ended with when its signal was missed.
  static final String UNSEEN = "an end that was not seen";

  /// How long a signal may be late before the unit itself is looked at.
  static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final SystemBus bus;
  private final String object;
  private final LinkedBlockingQueue<SystemdManager.JobRemoved> ended = new LinkedBlockingQueue<>();
  private final AutoCloseable subscription;
  private String path = "/";

  /// Listens from now on: a short job ends before the answer to its queueing is read.
  ///
  /// @param object the unit's path on the bus
  Job(SystemBus bus, String unit, String object) throws IOException {
    this.bus = bus;
    this.object = object;
    this.subscription =
        bus.onJobRemoved(signal -> {
          if (signal.unit.equals(unit)) {
            ended.add(signal);
          }
        });
  }

  void queue(String what, SystemBus.Call<DBusPath> call) throws IOException {
    path = bus.call(what, call).getPath();
  }

  /// Looks at the unit while its job's signal has not come.
  interface Look {
    /// Whether there is nothing more to wait for.
    boolean over() throws IOException;
  }

  /// Waits for its end. An interrupt ends the waiting too.
  ///
  /// @param atMost the caller has a deadline of its own; this one keeps a thread from waiting for a
  ///   job that has none, such as that of a unit with `TimeoutStartSec=infinity`
  /// @return `done`, `failed`, `timeout`, …, or [#UNSEEN]
  /// @throws IOException also when it has not ended by then
  String await(String what, Duration atMost, Look look) throws IOException {
    long began = System.nanoTime();
    try {
      while (System.nanoTime() - began < atMost.toNanos()) {
        SystemdManager.JobRemoved signal = ended.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (signal != null) {
          if (signal.job.equals(path)) {
            return signal.result;
          }
        } else if (look.over() || unqueued()) {
          // the signal went by while the bus was away; look once more, it may just have come
          return ended.stream()
              .filter(each -> each.job.equals(path))
              .map(each -> each.result)
              .findFirst()
              .orElse(UNSEEN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SystemBus.interrupted(what);
    }
    throw new IOException(
        "systemd did not %s within %d s; \"systemctl list-jobs\" shows what it waits for"
            .formatted(what, atMost.toSeconds()));
  }

  /// Whether the unit has no job any more.
  private boolean unqueued() throws IOException {
    // `(uo)`: its number, 0 when there is none, and its path
    return bus.property(object, SystemdManager.UNIT, "Job") instanceof Object[] job
        && String.valueOf(job[0]).equals("0");
  }

  @Override
  public void close() throws IOException {
    try {
      subscription.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
