package dev.lockkeeper.service.systemd;

import dev.lockkeeper.act.ServiceControl;
import dev.lockkeeper.model.ControlStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/// One unit of systemd. Not by running systemctl: that would be a program started, and read, while
/// the machine is in trouble.
public final class SystemdControl implements ServiceControl {
  private static final String UNIT = SystemdManager.UNIT;
  private static final String SERVICE = SystemdManager.SERVICE;
  private static final int SIGKILL = 9;

  /// Longer than any deadline that callers have, shorter than for ever.
  private static final Duration AT_MOST = Duration.ofMinutes(10);

  /// A killed process ends at once, or waits for a device that may never answer.
  private static final Duration KILL_AT_MOST = Duration.ofSeconds(30);

  /// States in which systemd runs nothing of the unit's and only waits for its processes to go.
  private static final Set<String> WAITING =
      Set.of("stop-sigterm", "stop-sigkill", "final-sigterm", "final-sigkill");

  /// systemd.unit(5), "valid unit names", of services
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:_.\\\\@-]+\\.service");

  private final SystemBus bus;
  private final String unit;

  /// Asks nothing yet.
  ///
  /// @param unit such as `nginx.service`
  public SystemdControl(SystemBus bus, String unit) {
    if (!NAME.matcher(unit).matches()) {
      throw new IllegalArgumentException("not the name of a service unit: '" + unit + "'");
    }
    this.bus = bus;
    this.unit = unit;
  }

  @Override
  public ControlStatus status() throws IOException {
    String path = loaded("tell the state of " + unit);
    String active = text(path, UNIT, "ActiveState");
    String sub = text(path, UNIT, "SubState");
    long pid = number(path, SERVICE, "MainPID");
    boolean alive =
        switch (active) {
          case "active", "reloading", "deactivating" -> pid != 0;
          default -> false;
        };
    return new ControlStatus(alive, pid, "%s (%s)".formatted(active, sub));
  }

  /// How often systemd itself has restarted it (`Restart=`).
  public long restartsBySystemd() throws IOException {
    return number(loaded("count restarts"), SERVICE, "NRestarts");
  }

  /// Start time of the main process, wall clock, microseconds since the epoch; 0 when it never ran.
  public long mainStartedMicros() throws IOException {
    return number(loaded("tell the start"), SERVICE, "ExecMainStartTimestamp");
  }

  @Override
  public void start() throws IOException {
    String what = "start " + unit;
    String path = loaded(what);
    if (text(path, UNIT, "ActiveState").equals("failed")) {
      // else its starts since boot may end in start-limit-hit; as an operator would
      bus.call("forget the failure of " + unit, reset(unit));
    }
    try (var job = new Job(bus, unit, path)) {
      job.queue(what, manager -> manager.startUnit(unit, "replace"));
      String result = job.await(what, AT_MOST, () -> false);
      if (!result.equals("done") && !text(path, UNIT, "ActiveState").equals("active")) {
        throw new IOException(failure(what, path, result));
      }
    }
  }

  @Override
  public void stop() throws IOException {
    String what = "stop " + unit;
    String path = loaded(what);
    try (var job = new Job(bus, unit, path)) {
      job.queue(what, manager -> manager.stopUnit(unit, "replace"));
      String result = job.await(what, AT_MOST, () -> gone(path));
      if (!gone(path)) {
        throw new IOException(failure(what, path, result));
      }
    }
  }

  /// A stop job first: a unit that just loses its processes is started again by `Restart=`.
  ///
  /// Returns when the last process is gone, even where systemd does not see that: with control
  /// groups of version 1 in a container it is not told, and calls the unit `deactivating` until
  /// `TimeoutStopSec=` has passed. A start that follows is queued behind that.
  @Override
  public void kill() throws IOException {
    String what = "kill " + unit;
    String path = loaded(what);
    try (var job = new Job(bus, unit, path)) {
      job.queue(what, manager -> manager.stopUnit(unit, "replace"));
      signalAll(what);
      String result =
          job.await(
              what,
              KILL_AT_MOST,
              () -> {
                if (gone(path) || empty(what, path)) {
                  return true;
                }
                // again and again: ExecStop= and ExecStopPost= are processes too, and may hang too
                signalAll(what);
                return false;
              });
      if (!gone(path) && !empty(what, path)) {
        throw new IOException(failure(what, path, result));
      }
    }
  }

  private void signalAll(String what) throws IOException {
    try {
      bus.call(
          what,
          manager -> {
            manager.killUnit(unit, "all", SIGKILL);
            return true;
          });
    } catch (IOException e) {
      if (!Refusal.nothingToKill(e)) {
        throw e;
      }
    }
  }

  @Override
  public void reload() throws IOException {
    String what = "reload " + unit;
    String path = loaded(what);
    if (!Boolean.TRUE.equals(bus.property(path, UNIT, "CanReload"))) {
      throw new UnsupportedOperationException(unit + " has no ExecReload=");
    }
    try (var job = new Job(bus, unit, path)) {
      job.queue(what, manager -> manager.reloadUnit(unit, "replace"));
      String result = job.await(what, AT_MOST, () -> false);
      if (!result.equals("done")) {
        throw new IOException(failure(what, path, result));
      }
    }
  }

  /// The unit's object; complains of units that can't be used at all.
  private String loaded(String what) throws IOException {
    String path = bus.call(what, manager -> manager.loadUnit(unit).getPath());
    String state = text(path, UNIT, "LoadState");
    return switch (state) {
      case "not-found" -> throw new IOException("systemd has no unit " + unit);
      case "masked" ->
          throw new IOException(
              "%1$s is masked; \"systemctl unmask %1$s\" lifts that".formatted(unit));
      case "bad-setting", "error" ->
          throw new IOException(
              "systemd can't load %1$s (%2$s): see \"systemctl status %1$s\""
                  .formatted(unit, state));
      default -> path;
    };
  }

  private boolean gone(String path) throws IOException {
    return switch (text(path, UNIT, "ActiveState")) {
      case "inactive", "failed" -> true;
      default -> false;
    };
  }

  /// Whether nothing of it runs any more and nothing will, whatever systemd calls it.
  private boolean empty(String what, String path) throws IOException {
    return WAITING.contains(text(path, UNIT, "SubState"))
        && bus.call(what, manager -> manager.getUnitProcesses(unit)).isEmpty();
  }

  private String failure(String what, String path, String result) throws IOException {
    return "systemd did not %s: the job ended with %s, the unit is %s (%s), result %s%s; \"journalctl -u %s\" says more"
        .formatted(
            what,
            result,
            text(path, UNIT, "ActiveState"),
            text(path, UNIT, "SubState"),
            text(path, SERVICE, "Result"),
            mainEnd(path),
            unit);
  }

  /// How the main process ended, if one has since the unit was last started: a failed
  /// `ExecStartPre=` leaves what an earlier one had.
  private String mainEnd(String path) throws IOException {
    long started = number(path, UNIT, "InactiveExitTimestampMonotonic");
    if (number(path, SERVICE, "ExecMainExitTimestampMonotonic") < started) {
      return "";
    }
    // waitid(2): CLD_EXITED is 1; else it is a signal's number
    String kind = number(path, SERVICE, "ExecMainCode") == 1 ? "exit status" : "signal";
    return ", %s %d".formatted(kind, number(path, SERVICE, "ExecMainStatus"));
  }

  private long number(String path, String interfaceName, String property) throws IOException {
    return ((Number) bus.property(path, interfaceName, property)).longValue();
  }

  private String text(String path, String interfaceName, String property) throws IOException {
    return String.valueOf(bus.property(path, interfaceName, property));
  }

  static SystemBus.Call<Boolean> reset(String unit) {
    return manager -> {
      manager.resetFailedUnit(unit);
      return true;
    };
  }
}
