package dev.lockkeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Assumptions;

/// Small Debian hosts that boot a real systemd, by the lab's program `hosts`. Its folder is the
/// property `lab.dir`, by default `../shared/lab` beside the repository.
///
/// One set of hosts at a time for the whole machine: [#open] waits for the others' [#close].
public final class LabHosts implements AutoCloseable {
  private static final Path TREES =
      Path.of(System.getenv().getOrDefault("HOSTS_DIR", "/var/tmp/lk-hosts"));
  private static final Semaphore ONE_IN_THIS_JVM = new Semaphore(1);
  private static final Duration BOOT = Duration.ofMinutes(2);
  private static final Duration BASE = Duration.ofMinutes(5);

  private final Path program;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final Set<String> names = new LinkedHashSet<>();

  private LabHosts(Path program, FileChannel lockFile, FileLock lock) {
    this.program = program;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// Takes the lab; no host is up yet.
  public static LabHosts open() {
    Path program = folder().resolve("hosts");
    Assumptions.assumeTrue(
        Files.isExecutable(program), "the lab is missing: -Dlab.dir=FOLDER, looked for " + program);
    Assumptions.assumeTrue(Program.root(), "hosts need root");
    for (String needed : List.of("debootstrap", "systemd-nspawn", "ip", "nsenter")) {
      Assumptions.assumeTrue(
          Program.find(needed).isPresent(),
          needed + " is missing: apt-get install debootstrap systemd-container iproute2");
    }
    ONE_IN_THIS_JVM.acquireUninterruptibly();
    try {
      var file =
          FileChannel.open(
              Path.of(TREES + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var hosts = new LabHosts(program, file, file.lock());
      hosts.base();
      return hosts;
    } catch (IOException e) {
      ONE_IN_THIS_JVM.release();
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String given = System.getProperty("lab.dir");
    if (given != null) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    Path fromModule = Path.of("../../shared/lab").toAbsolutePath().normalize();
    return Files.isDirectory(fromModule)
        ? fromModule
        : Path.of("../shared/lab").toAbsolutePath().normalize();
  }

  private void base() {
    Path base = TREES.resolve("base");
    if (!Files.exists(base.resolve(".complete"))
        || !Files.exists(base.resolve("usr/sbin/haproxy"))
        || !Files.exists(base.resolve("usr/sbin/nginx"))) {
      Program.Result result =
          Program.run(BASE, List.of(program.toString(), "base", "nginx-light", "haproxy"));
      if (result.exit() != 0) {
        close();
        Assumptions.abort("the hosts' base tree could not be built: " + result.output());
      }
    }
  }

  /// Boots a host; returns when its systemd is up. Its control groups are of version 2, as on
  /// servers of these years.
  ///
  /// @param name 1 to 8 of a-z and 0-9, a letter first
  /// @return its address
  public String up(String name) {
    return up(name, 2);
  }

  /// Boots a host whose control groups are of version 1 or 2.
  public String up(String name, int controlGroups) {
    if (!names.contains(name) && Files.exists(TREES.resolve(name))) {
      // left by a run that was killed: nobody else holds the lock
      hosts("down", name).orFail();
    }
    names.add(name);
    String unified = "HOSTS_UNIFIED=" + (controlGroups == 2 ? 1 : 0);
    Program.run(BOOT, List.of("env", unified, program.toString(), "up", name)).orFail();
    return ip(name);
  }

  public String ip(String name) {
    return hosts("ip", name).orFail().output().strip();
  }

  /// Runs a program inside, as root.
  public Program.Result run(String name, String... command) {
    var arguments = new ArrayList<>(List.of("run", name));
    arguments.addAll(List.of(command));
    return hosts(arguments.toArray(String[]::new));
  }

  /// Writes a text file inside.
  public void write(String name, String path, String text) {
    try {
      Path file = root(name).resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies a file of this machine into a host's folder.
  public void put(String name, Path file, String into) {
    hosts("put", name, file.toString(), into).orFail();
  }

  /// A command line that runs a program of this machine on the hosts' network, as 10.77.0.1.
  public List<String> from(String... command) {
    var arguments = new ArrayList<>(List.of(program.toString(), "from"));
    arguments.addAll(List.of(command));
    return arguments;
  }

  /// Unplugs its network.
  public void cut(String name) {
    hosts("cut", name).orFail();
  }

  public void mend(String name) {
    hosts("mend", name).orFail();
  }

  /// Pulls the power cord; [#up] boots it again with its disk as it was.
  public void pull(String name) {
    hosts("pull", name).orFail();
  }

  /// The host's process 1, as this machine numbers it.
  public long leader(String name) {
    try {
      return Long.parseLong(Files.readString(TREES.resolve(name).resolve("leader")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The host's file system as its processes see it, /run and /tmp too.
  public Path root(String name) {
    return Path.of("/proc/" + leader(name) + "/root");
  }

  /// Address of the host's system bus, usable from this machine.
  public String bus(String name) {
    return "unix:path=" + root(name) + "/run/dbus/system_bus_socket";
  }

  private Program.Result hosts(String... arguments) {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return Program.run(BOOT, command);
  }

  /// Shuts down the hosts that it booted and forgets their disks.
  @Override
  public void close() {
    try {
      names.forEach(name -> hosts("down", name));
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ONE_IN_THIS_JVM.release();
    }
  }
}
