package dev.lockkeeper.service.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Processes, from /proc (proc(5)).
final class ProcTable {
  /// USER_HZ, fixed for all Linux architectures that Java runs on.
  private static final int TICKS_PER_SECOND = 100;

  private final Path proc;

  ProcTable(Path proc) {
    this.proc = proc;
  }

  /// Empty when there is none, or when it is dead and not yet waited for.
  Optional<RunningProcess> running(long pid) {
    String stat;
    try {
      stat = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
    } catch (IOException gone) {
      return Optional.empty();
    }
    // the name may hold spaces and brackets: fields are counted from the last bracket
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    if (fields.length < 20 || fields[0].equals("Z") || fields[0].equals("X")) {
      return Optional.empty();
    }
    return Optional.of(new RunningProcess(pid, Long.parseLong(fields[19])));
  }

  boolean alive(RunningProcess process) {
    return running(process.pid()).filter(process::equals).isPresent();
  }

  Duration age(RunningProcess process) throws IOException {
    String uptime = Files.readString(proc.resolve("uptime"));
    double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
    return Duration.ofMillis(
        (long) (seconds * 1_000) - process.startTicks() * 1_000 / TICKS_PER_SECOND);
  }

  /// A process and all that descend from it, itself first.
  List<RunningProcess> family(RunningProcess root) {
    var family = new ArrayList<RunningProcess>();
    var open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      RunningProcess process = open.remove();
      family.add(process);
      ProcessHandle.of(process.pid()).stream()
          .flatMap(ProcessHandle::children)
          .forEach(child -> running(child.pid()).ifPresent(open::add));
    }
    return family;
  }
}
