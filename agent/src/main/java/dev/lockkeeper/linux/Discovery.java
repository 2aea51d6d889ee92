package dev.lockkeeper.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds web servers that run on this machine: nginx, Apache, Tomcat, HAProxy.
public final class Discovery {
  /// By kind, then by port; those whose ports are not known come last.
  private static final Comparator<DiscoveredServer> ORDER =
      Comparator.comparing(DiscoveredServer::kind)
          .thenComparingInt(Discovery::firstPort)
          .thenComparingLong(DiscoveredServer::mainPid);

  private final Roots roots;
  private final TcpSockets sockets;
  private final ListeningPorts listening;
  private final ReadBuffer buffer = new ReadBuffer();

  /// A process that is a web server's.
  private record Candidate(long pid, long parent, String kind) {}

  public Discovery(Roots roots) {
    this(roots, new OwnSockets(roots.proc("self/net")));
  }

  Discovery(Roots roots, TcpSockets sockets) {
    this.roots = roots;
    this.sockets = sockets;
    listening = new ListeningPorts(roots.proc());
  }

  /// Looks through all processes once. Reads files: not for the loop. Sees other users' ports only
  /// with the right to look at their descriptors; without it the ports are empty.
  public List<DiscoveredServer> find() throws IOException {
    Map<Long, Candidate> candidates = candidates();
    if (candidates.isEmpty()) {
      return List.of();
    }
    listening.look(sockets);
    var found = new ArrayList<DiscoveredServer>();
    for (Candidate candidate : candidates.values()) {
      Candidate parent = candidates.get(candidate.parent);
      boolean isWorker = parent != null && parent.kind.equals(candidate.kind);
      if (!isWorker) {
        found.add(
            new DiscoveredServer(
                candidate.kind, candidate.kind, candidate.pid, ports(candidate, candidates)));
      }
    }
    found.removeIf(server -> server.kind().equals("tomcat") && server.ports().isEmpty());
    found.sort(ORDER);
    return named(found);
  }

  /// Its own ports, or its workers': HAProxy's master leaves listening to its worker.
  private List<Integer> ports(Candidate master, Map<Long, Candidate> candidates) {
    var processes = new ArrayList<Long>();
    processes.add(master.pid);
    for (Candidate other : candidates.values()) {
      if (other.parent == master.pid) {
        processes.add(other.pid);
      }
    }
    return listening.of(processes);
  }

  private Map<Long, Candidate> candidates() throws IOException {
    var candidates = new HashMap<Long, Candidate>();
    var stat = new ProcessStat();
    for (String number : ProcessTable.numbers(roots.proc())) {
      try (ProcFile file = new ProcFile(roots.proc(number + "/stat"), buffer)) {
        Text text = file.read();
        stat.parse(text);
        String kind = kind(ProcessStat.name(text), number);
        if (!kind.isEmpty() && stat.state != 'Z') {
          candidates.put(stat.pid, new Candidate(stat.pid, stat.parent, kind));
        }
      } catch (IOException endedMeanwhile) {
        // nothing to find there
      }
    }
    return candidates;
  }

  /// What a process is, by its name; empty for no web server.
  private String kind(String name, String number) {
    return switch (name) {
      case "nginx" -> "nginx";
      case "apache2", "httpd" -> "apache2";
      case "haproxy" -> "haproxy";
      case "java" -> isTomcat(number) ? "tomcat" : "";
      default -> "";
    };
  }

  private boolean isTomcat(String number) {
    try (ProcFile file = new ProcFile(roots.proc(number + "/cmdline"), buffer)) {
      // The arguments are parted by zero bytes, which count as blanks.
      for (Text text = file.read(); text.word(); ) {
        if (text.wordIs("org.apache.catalina.startup.Bootstrap")
            || text.wordStartsWith("-Dcatalina.base=")) {
          return true;
        }
      }
    } catch (IOException endedOrNotAllowed) {
      return false;
    }
    return false;
  }

  private static int firstPort(DiscoveredServer server) {
    return server.ports().isEmpty() ? Integer.MAX_VALUE : server.ports().getFirst();
  }

  /// The first of a kind has the kind's name, the others their port as well.
  private static List<DiscoveredServer> named(List<DiscoveredServer> found) {
    Set<String> taken = new HashSet<>();
    var named = new ArrayList<DiscoveredServer>();
    for (DiscoveredServer server : found) {
      String name = server.kind();
      if (!taken.add(name)) {
        long suffix = server.ports().isEmpty() ? server.mainPid() : server.ports().getFirst();
        name = server.kind() + "-" + suffix;
        if (!taken.add(name)) {
          name = name + "-" + server.mainPid();
          taken.add(name);
        }
      }
      named.add(new DiscoveredServer(name, server.kind(), server.mainPid(), server.ports()));
    }
    return named;
  }
}
