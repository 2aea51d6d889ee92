package dev.lockkeeper.service.systemd;

import dev.lockkeeper.act.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;

/// Starts a program in a unit of its own, made for it: `lockkeeper-web1.service`. The unit lives as
/// long as any process in it, whether the program stays or puts a server into the background, and
/// what it prints is in the journal.
public final class TransientUnit implements Launcher {
  private static final String UNIT = SystemdManager.UNIT;
  private static final String SERVICE = SystemdManager.SERVICE;

  /// What is left of an earlier start gets SIGKILL this long after SIGTERM, microseconds.
  private static final long STOP_WITHIN_MICROS = 5_000_000;

  private final SystemBus bus;
  private final String unit;
  private final String exitType;

  /// Starts nothing yet.
  ///
  /// @param service the service's name
  public TransientUnit(SystemBus bus, String service) {
    this(bus, service, "ExitType");
  }

  /// @param exitType the property's name; one that systemd does not know makes it an old one
  TransientUnit(SystemBus bus, String service, String exitType) {
    this.bus = bus;
    this.unit = "lockkeeper-" + service.replaceAll("[^A-Za-z0-9:_.-]", "_") + ".service";
    this.exitType = exitType;
  }

  /// Whether systemd runs this machine (sd_booted(3)).
  public static boolean systemdRuns() {
    return Files.isDirectory(Path.of("/run/systemd/system"));
  }

  public String unit() {
    return unit;
  }

  @Override
  public Launch launch(List<String> command) throws IOException {
    String what = "start " + unit;
    clear();
    try {
      create(what, command, byGroup());
    } catch (IOException e) {
      // before systemd 250: "Cannot set property ExitType, or unknown property."
      if (!String.valueOf(e.getMessage()).contains(exitType)) {
        throw e;
      }
      create(what, command, byProgram());
    }
    String path = bus.call(what, manager -> manager.loadUnit(unit).getPath());
    return () -> exit(path);
  }

  /// A unit of that name would be in the way: a failed one, or one that still has processes, such
  /// as workers whose master is gone. They would hold the port as well.
  private void clear() throws IOException {
    String path = bus.call("load " + unit, manager -> manager.loadUnit(unit).getPath());
    String active = String.valueOf(bus.property(path, UNIT, "ActiveState"));
    if (!active.equals("inactive") && !active.equals("failed")) {
      new SystemdControl(bus, unit).stop();
      active = String.valueOf(bus.property(path, UNIT, "ActiveState"));
    }
    if (active.equals("failed")) {
      bus.call("forget the failure of " + unit, SystemdControl.reset(unit));
    }
  }

  private void create(String what, List<String> command, List<SystemdManager.Property> life)
      throws IOException {
    // systemd puts variables of its own environment in place of $NAME; $$ is a plain $
    var plain = command.stream().map(word -> word.replace("$", "$$")).toList();
    var exec = new SystemdManager.ExecCommand(executable(command.getFirst()), plain, false);
    var properties = new ArrayList<>(life);
    properties.add(
        property("Description", new Variant<>("Started by Lockkeeper: " + command.getFirst())));
    properties.add(property("TimeoutStopUSec", new Variant<>(new UInt64(STOP_WITHIN_MICROS), "t")));
    properties.add(property("ExecStart", new Variant<>(List.of(exec), "a(sasb)")));
    bus.call(what, manager -> manager.startTransientUnit(unit, "replace", properties, List.of()));
  }

  /// It lives until the last process of its control group has ended.
  private List<SystemdManager.Property> byGroup() {
    return List.of(
        property("Type", new Variant<>("simple")), property(exitType, new Variant<>("cgroup")));
  }

  /// For an older systemd: `activating` while the program stays, `active` when it has ended well,
  /// whatever has become of what it has left behind.
  private static List<SystemdManager.Property> byProgram() {
    return List.of(
        property("Type", new Variant<>("oneshot")),
        property("RemainAfterExit", new Variant<>(true)));
  }

  private static SystemdManager.Property property(String name, Variant<?> value) {
    return new SystemdManager.Property(name, value);
  }

  /// systemd wants a path for what a PATH would find.
  private static String executable(String program) {
    if (program.startsWith("/")) {
      return program;
    }
    String folders =
        String.valueOf(System.getenv("PATH"))
            + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin";
    for (String folder : List.of(folders.split(":", -1))) {
      Path path = Path.of("/").resolve(folder).resolve(program);
      if (Files.isExecutable(path)) {
        return path.toString();
      }
    }
    return program;
  }

  private Optional<Launcher.Exit> exit(String path) throws IOException {
    String words = "\"journalctl -u %s\" says more".formatted(unit);
    if (!"loaded".equals(bus.property(path, UNIT, "LoadState"))) {
      // systemd forgets such a unit once it has ended, unless it has failed
      return Optional.of(new Launcher.Exit(0, words));
    }
    if (number(path, "ExecMainExitTimestamp") != 0) {
      int status = (int) number(path, "ExecMainStatus");
      // waitid(2): CLD_EXITED is 1; else it is a signal's number
      boolean exited = number(path, "ExecMainCode") == 1;
      return Optional.of(new Launcher.Exit(exited ? status : 128 + status, words));
    }
    if ("failed".equals(bus.property(path, UNIT, "ActiveState"))) {
      // not even begun: no memory, no control group
      String result = String.valueOf(bus.property(path, SERVICE, "Result"));
      return Optional.of(new Launcher.Exit(1, "result %s; %s".formatted(result, words)));
    }
    return Optional.empty();
  }

  private long number(String path, String property) throws IOException {
    return ((Number) bus.property(path, SERVICE, property)).longValue();
  }
}
