package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// On which TCP ports processes listen, found through the sockets they have open. Sees other users'
/// processes only with CAP_SYS_PTRACE.
final class ListeningPorts {
  private static final String SOCKET = "socket:[";

  /// A server with more open files is looked at no further; listening sockets come first.
  private static final int MOST_DESCRIPTORS = 4096;

  private final Path proc;
  private final Map<Long, Integer> portByInode = new HashMap<>();

  ListeningPorts(Path proc) {
    this.proc = proc;
  }

  /// Takes note of who listens now, in one network namespace.
  void look(TcpSockets sockets) throws IOException {
    portByInode.clear();
    sockets.visit((port, state, queue, limit, inode) -> {
      if (state == TcpSockets.LISTEN) {
        portByInode.put(inode, port);
      }
    });
  }

  /// The ports of the first of the processes that has any, ascending: a master process holds what
  /// its workers share.
  List<Integer> of(List<Long> processes) {
    for (long process : processes) {
      List<Integer> ports = of(process);
      if (!ports.isEmpty()) {
        return ports;
      }
    }
    return List.of();
  }

  private List<Integer> of(long process) {
    Path descriptors = proc.resolve(Long.toString(process)).resolve("fd");
    var ports = new TreeSet<Integer>();
    try {
      List<String> numbers = ProcessTable.numbers(descriptors);
      for (int i = 0; i < Math.min(numbers.size(), MOST_DESCRIPTORS); i++) {
        Integer port = portByInode.get(inode(descriptors.resolve(numbers.get(i))));
        if (port != null) {
          ports.add(port);
        }
      }
    } catch (IOException endedOrNotAllowed) {
      return List.of();
    }
    return new ArrayList<>(ports);
  }

  /// -1 for what is not a socket.
  private static long inode(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith(SOCKET)
          ? Long.parseLong(target.substring(SOCKET.length(), target.length() - 1))
          : -1;
    } catch (IOException | NumberFormatException closedMeanwhile) {
      return -1;
    }
  }
}
