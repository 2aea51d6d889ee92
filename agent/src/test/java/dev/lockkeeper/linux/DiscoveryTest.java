package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  @TempDir Path proc;

  private void process(int pid, String name, int parent, String arguments, int... inodes)
      throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)).resolve("fd"));
    Files.writeString(
        proc.resolve(pid + "/stat"),
        pid
            + " ("
            + name
            + ") S "
            + parent
            + " 1 1 0 -1 0 0 0 0 0 1 1 0 0 20 0 1 0 100 1 1"
            + " 1 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0\n");
    Files.writeString(proc.resolve(pid + "/cmdline"), arguments.replace(' ', '\0'));
    for (int inode : inodes) {
      Files.createSymbolicLink(
          folder.resolve(Integer.toString(inode)), Path.of("socket:[" + inode + "]"));
    }
  }

  private List<DiscoveredServer> find() throws IOException {
    TcpSockets sockets =
        visitor -> {
          visitor.socket(80, TcpSockets.LISTEN, 0, 511, 11);
          visitor.socket(443, TcpSockets.LISTEN, 0, 511, 12);
          visitor.socket(8081, TcpSockets.LISTEN, 0, 511, 21);
          visitor.socket(8080, TcpSockets.LISTEN, 0, 100, 31);
          visitor.socket(9000, TcpSockets.LISTEN, 0, 100, 41);
          visitor.socket(80, TcpSockets.ESTABLISHED, 0, 0, 99);
        };
    return new Discovery(new Roots(proc, proc, proc), sockets).find();
  }

  @Test
  void mastersAreFoundAndWorkersBelongToThem() throws IOException {
    process(10, "nginx", 1, "nginx: master process", 12, 11);
    process(11, "nginx", 10, "nginx: worker process", 12, 11, 99);
    process(20, "nginx", 1, "nginx: master process", 21);
    process(30, "java", 1, "java -cp x org.apache.catalina.startup.Bootstrap start", 31);
    process(35, "java", 1, "java -jar other.jar", 99);
    process(40, "haproxy", 1, "haproxy -Ws");
    process(41, "haproxy", 40, "haproxy -Ws", 41);
    process(50, "bash", 1, "bash nginx");
    assertThat(find())
        .containsExactly(
            new DiscoveredServer("haproxy", "haproxy", 40, List.of(9000)),
            new DiscoveredServer("nginx", "nginx", 10, List.of(80, 443)),
            new DiscoveredServer("nginx-8081", "nginx", 20, List.of(8081)),
            new DiscoveredServer("tomcat", "tomcat", 30, List.of(8080)));
  }

  @Test
  void withoutTheRightToSeePortsServersAreFoundWithoutThem() throws IOException {
    process(10, "apache2", 1, "apache2 -k start");
    process(20, "apache2", 1, "apache2 -k start");
    assertThat(find())
        .containsExactly(
            new DiscoveredServer("apache2", "apache2", 10, List.of()),
            new DiscoveredServer("apache2-20", "apache2", 20, List.of()));
  }

  @Test
  void aMachineWithoutWebServersHasNone() throws IOException {
    process(50, "bash", 1, "bash");
    assertThat(find()).isEmpty();
  }
}
