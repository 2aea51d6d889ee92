package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who is whose child, of all processes at one moment. Reads one file per process.
final class ProcessTable {
  private final Path proc;
  private final ReadBuffer buffer = new ReadBuffer();
  private final ProcessStat stat = new ProcessStat();
  private final Map<Long, List<Long>> children = new HashMap<>();
  private int size;

  ProcessTable(Path proc) {
    this.proc = proc;
  }

  void scan() throws IOException {
    children.clear();
    size = 0;
    for (String name : numbers(proc)) {
      try (ProcFile file = new ProcFile(proc.resolve(name).resolve("stat"), buffer)) {
        stat.parse(file.read());
        children.computeIfAbsent(stat.parent, _ -> new ArrayList<>()).add(stat.pid);
        size++;
      } catch (IOException endedMeanwhile) {
        // or another user's, hidden from us: not ours in either case
      }
    }
  }

  /// Number of processes at the latest scan.
  int size() {
    return size;
  }

  /// A process and all that descend from it, parents first.
  List<Long> tree(long root) {
    var tree = new ArrayList<Long>();
    tree.add(root);
    for (int i = 0; i < tree.size(); i++) {
      for (long child : children.getOrDefault(tree.get(i), List.of())) {
        // Process numbers are used again: what was read at slightly different times may form a
        // ring.
        if (!tree.contains(child)) {
          tree.add(child);
        }
      }
    }
    return tree;
  }

  /// The entries of a folder that are numbers: processes, threads, descriptors.
  static List<String> numbers(Path folder) throws IOException {
    String[] names = folder.toFile().list();
    if (names == null) {
      throw new IOException(folder + " can't be read");
    }
    var numbers = new ArrayList<String>(names.length);
    for (String name : names) {
      if (!name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
        numbers.add(name);
      }
    }
    return numbers;
  }
}
