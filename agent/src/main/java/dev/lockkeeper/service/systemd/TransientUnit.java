package dev.lockkeeper.service.systemd;

import dev.lockkeeper.act.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/// Starts a program in a unit of its own, made for it: `lockkeeper-web1.service`. The unit lives as
/// long as any process in it, whether the program stays or puts a server into the background
/// (`ExitType=cgroup`, systemd 250), and what it prints is in the journal.
public final class TransientUnit implements Launcher {
  private static final String UNIT = "org.freedesktop.systemd1.Unit";
  private static final String SERVICE = "org.freedesktop.systemd1.Service";

  private final SystemBus bus;
  private final String unit;

  /// Starts nothing yet.
  ///
  /// @param service the service's name
  public TransientUnit(SystemBus bus, String service) {
    this.bus = bus;
    this.unit = "lockkeeper-" + service.replaceAll("[^A-Za-z0-9:_.-]", "_") + ".service";
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
    forgetOldOne();
    try (var job = new Job(bus, unit)) {
      job.queue(
          what,
          manager -> manager.startTransientUnit(unit, "replace", properties(command), List.of()));
    }
    String path = bus.call(what, manager -> manager.loadUnit(unit).getPath());
    return () -> exit(path);
  }

  /// A unit of that name that has failed would be in the way.
  private void forgetOldOne() throws IOException {
    String path = bus.call("load " + unit, manager -> manager.loadUnit(unit).getPath());
    if ("failed".equals(bus.property(path, UNIT, "ActiveState"))) {
      bus.call("forget the failure of " + unit, SystemdControl.reset(unit));
    }
  }

  private static List<SystemdManager.Property> properties(List<String> command) {
    var properties = new ArrayList<SystemdManager.Property>();
    properties.add(
        property("Description", new Variant<>("Started by Lockkeeper: " + command.getFirst())));
    properties.add(property("Type", new Variant<>("simple")));
    properties.add(property("ExitType", new Variant<>("cgroup")));
    var exec = new SystemdManager.ExecCommand(executable(command.getFirst()), command, false);
    properties.add(property("ExecStart", new Variant<>(List.of(exec), "a(sasb)")));
    return properties;
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
    long pid = ((Number) bus.property(path, SERVICE, "ExecMainPID")).longValue();
    long ended = ((Number) bus.property(path, SERVICE, "ExecMainExitTimestamp")).longValue();
    String active = String.valueOf(bus.property(path, UNIT, "ActiveState"));
    if (active.equals("active") && ended == 0) {
      return Optional.empty();
    }
    if (active.equals("activating") || (pid != 0 && ended == 0 && !active.equals("failed"))) {
      return Optional.empty();
    }
    int status = ((Number) bus.property(path, SERVICE, "ExecMainStatus")).intValue();
    return Optional.of(new Launcher.Exit(status, "\"journalctl -u %s\" says more".formatted(unit)));
  }
}
