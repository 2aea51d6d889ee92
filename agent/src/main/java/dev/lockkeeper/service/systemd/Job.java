package dev.lockkeeper.service.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.freedesktop.dbus.DBusPath;

/// One job of systemd's queue, from its queueing to its end.
final class Job implements AutoCloseable {
  /// What a job counts as having ended with when its signal was missed.
  static final String UNSEEN = "an end that was not seen";

  private final SystemBus bus;
  private final String unit;
  private final LinkedBlockingQueue<SystemdManager.JobRemoved> ended = new LinkedBlockingQueue<>();
  private final AutoCloseable subscription;
  private String path = "/";

  /// Listens from now on: a short job ends before the answer to its queueing is read.
  Job(SystemBus bus, String unit) throws IOException {
    this.bus = bus;
    this.unit = unit;
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

  /// Something to do again while waiting.
  interface Meanwhile {
    void run() throws IOException;
  }

  /// Waits for its end, without a deadline of its own: an interrupt ends the waiting.
  ///
  /// @return `done`, `failed`, `timeout`, …, or [#UNSEEN]
  String await(String what, Meanwhile meanwhile, Duration every) throws IOException {
    try {
      while (true) {
        SystemdManager.JobRemoved signal = ended.poll(every.toMillis(), TimeUnit.MILLISECONDS);
        if (signal != null) {
          if (signal.job.equals(path)) {
            return signal.result;
          }
        } else if (over()) {
          // the signal went by while the bus was away; look once more, it may just have come
          return ended.stream()
              .filter(each -> each.job.equals(path))
              .map(each -> each.result)
              .findFirst()
              .orElse(UNSEEN);
        } else {
          meanwhile.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SystemBus.interrupted(what);
    }
  }

  /// Whether the unit has no job any more.
  private boolean over() throws IOException {
    String object = bus.call("load " + unit, manager -> manager.loadUnit(unit).getPath());
    Object job = bus.property(object, "org.freedesktop.systemd1.Unit", "Job");
    // `(uo)`, 0 when there is none; how a structure comes out depends on the library
    Object id =
        switch (job) {
          case Object[] pair when pair.length > 0 -> pair[0];
          case List<?> pair when !pair.isEmpty() -> pair.getFirst();
          default -> job;
        };
    return String.valueOf(id).equals("0");
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
