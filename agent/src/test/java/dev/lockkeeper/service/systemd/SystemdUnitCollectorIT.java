package dev.lockkeeper.service.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.lab.LabHosts;
import dev.lockkeeper.lab.Program;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a real systemd on a host of the lab, beside Debian's node_exporter on the same bus.
@Timeout(60)
class SystemdUnitCollectorIT {
  private static final String HOST = "sysd2";
  private static final Moment NOW = new Moment(0, 0);
  private static final Pattern SAMPLE =
      Pattern.compile(
          "node_systemd_unit_state\\{name=\"([^\"]+)\",state=\"(\\w+)\",type=\"(\\w*)\"} (\\d)");
  private static LabHosts hosts;
  private static SystemBus bus;

  @BeforeAll
  static void boot() {
    hosts = LabHosts.open();
    hosts.up(HOST);
    unit("broken", "ExecStart=/bin/sh -c 'exit 3'\nType=oneshot");
    unit("again", "ExecStart=/bin/sh -c 'exit 3'\nRestart=always\nRestartSec=60");
    hosts.run(HOST, "systemctl", "daemon-reload").orFail();
    hosts.run(HOST, "systemctl", "start", "broken.service");
    hosts.run(HOST, "systemctl", "start", "again.service");
    bus = new SystemBus(hosts.bus(HOST));
  }

  private static void unit(String name, String lines) {
    hosts.write(
        HOST,
        "/etc/systemd/system/" + name + ".service",
        "[Unit]\nDescription=" + name + "\n[Service]\n" + lines + "\n");
  }

  @AfterAll
  static void shutDown() {
    if (bus != null) {
      bus.close();
    }
    if (hosts != null) {
      hosts.close();
    }
  }

  private static Map<SeriesId, Double> collect(SystemdUnitCollector collector) throws IOException {
    var samples = new LinkedHashMap<SeriesId, Double>();
    collector.collect(NOW, samples::put);
    return samples;
  }

  private static SeriesId state(String name, String state, String type) {
    return SeriesId.of("node_systemd_unit_state", "name", name, "state", state, "type", type);
  }

  @Test
  void aUnitThatFailedIsFailedAndOneThatIsRestartedIsNot() throws IOException {
    var collector = new SystemdUnitCollector(bus);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          Map<SeriesId, Double> samples = collect(collector);
          assertThat(samples)
              .containsEntry(state("broken.service", "failed", "oneshot"), 1.0)
              .containsEntry(state("again.service", "failed", "simple"), 0.0)
              .containsEntry(state("again.service", "activating", "simple"), 1.0);
        });
  }

  @Test
  void namesLabelsAndValuesAreNodeExporters() throws Exception {
    String program = "prometheus-node-exporter";
    assumeTrue(
        Program.find(program).isPresent(), program + " is missing: apt-get install " + program);
    int port = FreePorts.next();
    var builder =
        new ProcessBuilder(
                program,
                "--web.listen-address=127.0.0.1:" + port,
                "--collector.disable-defaults",
                "--collector.systemd")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", hosts.bus(HOST));
    Process exporter = builder.start();
    try (var http = HttpClient.newHttpClient()) {
      URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
      var collector = new SystemdUnitCollector(bus);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> {
            Map<SeriesId, Double> theirs = scrape(http, metrics);
            assertThat(theirs).hasSizeGreaterThan(100);
            // units change while a host boots: the same at one moment is enough
            assertThat(collect(collector)).containsExactlyInAnyOrderEntriesOf(theirs);
          });
    } finally {
      exporter.destroy();
      exporter.waitFor();
    }
  }

  /// Without the kinds of units that we leave out.
  private static Map<SeriesId, Double> scrape(HttpClient http, URI metrics)
      throws IOException, InterruptedException {
    String page =
        http.send(
                HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    var samples = new HashMap<SeriesId, Double>();
    Matcher sample = SAMPLE.matcher(page);
    while (sample.find()) {
      String unit = sample.group(1);
      if (List.of("service", "socket", "timer")
          .contains(unit.substring(unit.lastIndexOf('.') + 1))) {
        samples.put(state(unit, sample.group(2), sample.group(3)), Double.valueOf(sample.group(4)));
      }
    }
    return samples;
  }
}
