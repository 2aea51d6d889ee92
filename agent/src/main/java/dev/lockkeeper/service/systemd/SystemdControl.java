package dev.lockkeeper.service.systemd;

import dev.lockkeeper.act.ServiceControl;
import dev.lockkeeper.model.ControlStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.freedesktop.dbus.types.UInt32;

/// One unit of systemd. Not by running systemctl: that would be a program started, and read, while
/// the machine is in trouble.
public final class SystemdControl implements ServiceControl {
  private static final String UNIT = "org.freedesktop.systemd1.Unit";
  private static final String SERVICE = "org.freedesktop.systemd1.Service";
  private static final int SIGKILL = 9;
  private static final Duration KILL_AGAIN = Duration.ofMillis(500);

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
    long pid = ((UInt32) bus.property(path, SERVICE, "MainPID")).longValue();
    boolean alive =
        switch (active) {
          case "active", "reloading", "deactivating" -> pid != 0;
          default -> false;
        };
    return new ControlStatus(alive, pid, "%s (%s)".formatted(active, sub));
  }

  /// How often systemd itself has restarted it (`Restart=`).
  public long restartsBySystemd() throws IOException {
    return ((UInt32) bus.property(loaded("count restarts"), SERVICE, "NRestarts")).longValue();
  }

  /// Start time of the main process, wall clock, microseconds since the epoch; 0 when it never ran.
  public long mainStartedMicros() throws IOException {
    Object value = bus.property(loaded("tell the start"), SERVICE, "ExecMainStartTimestamp");
    return ((Number) value).longValue();
  }

  @Override
  public void start() throws IOException {
    String what = "start " + unit;
    String path = loaded(what);
    if (text(path, UNIT, "ActiveState").equals("failed")) {
      // else its starts since boot may end in start-limit-hit; as an operator would
      bus.call("forget the failure of " + unit, reset(unit));
    }
    try (var job = new Job(bus, unit)) {
      job.queue(what, manager -> manager.startUnit(unit, "replace"));
      String result = job.await(what, SystemdControl::nothingMeanwhile, KILL_AGAIN);
      if (!result.equals("done") && !text(path, UNIT, "ActiveState").equals("active")) {
        throw new IOException(failure(what, path, result));
      }
    }
  }

  @Override
  public void stop() throws IOException {
    String what = "stop " + unit;
    String path = loaded(what);
    try (var job = new Job(bus, unit)) {
      job.queue(what, manager -> manager.stopUnit(unit, "replace"));
      gone(what, path, job.await(what, SystemdControl::nothingMeanwhile, KILL_AGAIN));
    }
  }

  /// A stop job first: a unit that just loses its processes is started again by `Restart=`.
  @Override
  public void kill() throws IOException {
    String what = "kill " + unit;
    String path = loaded(what);
    try (var job = new Job(bus, unit)) {
      job.queue(what, manager -> manager.stopUnit(unit, "replace"));
      signalAll(what);
      // again and again: ExecStop= and ExecStopPost= are processes too, and may hang as well
      gone(what, path, job.await(what, () -> signalAll(what), KILL_AGAIN));
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
    try (var job = new Job(bus, unit)) {
      job.queue(what, manager -> manager.reloadUnit(unit, "replace"));
      String result = job.await(what, SystemdControl::nothingMeanwhile, KILL_AGAIN);
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

  private void gone(String what, String path, String result) throws IOException {
    String active = text(path, UNIT, "ActiveState");
    if (!active.equals("inactive") && !active.equals("failed")) {
      throw new IOException(
          "systemd did not %s: the job ended with %s, and the unit is %s"
              .formatted(what, result, active));
    }
  }

  private String failure(String what, String path, String result) throws IOException {
    return "systemd did not %s: the job ended with %s, the unit is %s (%s), result %s, exit status %s; \"journalctl -u %s\" says more"
        .formatted(
            what,
            result,
            text(path, UNIT, "ActiveState"),
            text(path, UNIT, "SubState"),
            text(path, SERVICE, "Result"),
            bus.property(path, SERVICE, "ExecMainStatus"),
            unit);
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

  private static void nothingMeanwhile() {}
}
