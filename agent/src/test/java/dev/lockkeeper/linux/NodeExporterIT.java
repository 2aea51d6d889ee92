package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.NoDataException;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Our collectors beside Debian's prometheus-node-exporter on the same machine: same families, same
/// types, same label sets, and values that fit between two of its scrapes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeExporterIT {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-node-exporter");

  /// Levels move between two scrapes even when nothing much happens.
  private static final double RELATIVE = 0.05;

  private Process exporter;
  private URI metrics;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeAll
  void start() throws IOException {
    assumeTrue(Files.isExecutable(PROGRAM), "needs the Debian package prometheus-node-exporter");
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    var command = new ArrayList<String>();
    command.add(PROGRAM.toString());
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.add("--collector.disable-defaults");
    for (Collector collector : collectors()) {
      command.add("--collector." + collector.name());
    }
    exporter =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> !scrape().values().isEmpty());
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (exporter != null) {
      exporter.destroy();
      exporter.waitFor();
    }
  }

  @Test
  void familiesTypesLabelsAndValuesAreNodeExporters() throws Exception {
    List<Collector> ours = collectors();
    // Once for nothing: what is loaded and opened for the first time must not widen the bracket.
    collect(ours);
    Exposition before = scrape();
    Samples samples = collect(ours);
    Exposition after = scrape();

    var differences = new TreeMap<String, Set<String>>();
    compareFamilies(ours, before, samples, differences);
    compareSeries(ours, before, samples, after, differences);

    var text = new StringBuilder();
    differences.forEach((family, what) ->
        what.forEach(one -> text.append(family).append(": ").append(one).append('\n')));
    System.out.println(
        "compared with node_exporter: "
            + samples.series.size()
            + " series, "
            + differences.values().stream().mapToInt(Set::size).sum()
            + " differences\n"
            + text);
    assertThat(text.toString()).as("differences to node_exporter").isEmpty();
    assertThat(samples.series).as("something was compared").hasSizeGreaterThan(150);
  }

  private static List<Collector> collectors() {
    return LinuxCollectors.all(Roots.SYSTEM).stream()
        .filter(collector -> !collector.name().equals("process"))
        .toList();
  }

  private static Samples collect(List<Collector> collectors) throws IOException {
    var samples = new Samples();
    var now = new Moment(System.currentTimeMillis(), System.nanoTime());
    for (Collector collector : collectors) {
      try {
        collector.collect(now, samples);
      } catch (NoDataException absent) {
        // node_exporter then has nothing either, or the comparison says so
      }
    }
    return samples;
  }

  private static void compareFamilies(
      List<Collector> collectors,
      Exposition theirs,
      Samples ours,
      Map<String, Set<String>> differences) {
    Map<String, MetricFamily> catalogue = new HashMap<>();
    for (Collector collector : collectors) {
      collector.catalogue().forEach(family -> catalogue.put(family.name(), family));
    }
    Set<String> our = new HashSet<>();
    ours.series.keySet().forEach(id -> our.add(id.metric()));
    var their = new TreeSet<String>();
    theirs.values().keySet().forEach(id -> their.add(id.metric()));
    their.removeIf(name -> !name.startsWith("node_") || ownOfExporter(name));
    for (String name : their) {
      if (!our.contains(name)) {
        note(differences, name, "only node_exporter has it");
      }
    }
    for (String name : our) {
      if (!their.contains(name)) {
        note(differences, name, "only we have it");
      }
      MetricFamily family = catalogue.get(name);
      if (family == null) {
        note(differences, name, "not in our catalogue");
      } else if (their.contains(name)
          && !family.type().name().equalsIgnoreCase(theirs.types().get(name))) {
        note(
            differences,
            name,
            "type " + family.type() + ", node_exporter says " + theirs.types().get(name));
      }
    }
    ours.series
        .keySet()
        .forEach(id -> {
          MetricFamily family = catalogue.get(id.metric());
          id.labels()
              .forEach((label, value) -> {
                if (family != null && !family.labelNames().contains(label)) {
                  note(differences, id.metric(), "label " + label + " not in catalogue");
                }
              });
        });
  }

  private static void compareSeries(
      List<Collector> collectors,
      Exposition before,
      Samples ours,
      Exposition after,
      Map<String, Set<String>> differences) {
    Set<String> counters = new HashSet<>();
    for (Collector collector : collectors) {
      for (MetricFamily family : collector.catalogue()) {
        if (family.type() == MetricFamily.Type.COUNTER) {
          counters.add(family.name());
        }
      }
    }
    for (SeriesId id : ours.series.keySet()) {
      if (!before.values().containsKey(id) && !after.values().containsKey(id)) {
        note(differences, id.metric(), "only we have " + id.labels());
      }
    }
    for (Map.Entry<SeriesId, Double> entry : before.values().entrySet()) {
      SeriesId id = entry.getKey();
      if (!id.metric().startsWith("node_") || ownOfExporter(id.metric())) {
        continue;
      }
      Double our = ours.series.get(id);
      Double last = after.values().get(id);
      if (our == null) {
        if (last != null) {
          note(differences, id.metric(), "only node_exporter has " + id.labels());
        }
      } else if (last != null
          && !fits(counters.contains(id.metric()), entry.getValue(), our, last)) {
        note(
            differences,
            id.metric(),
            id.labels() + " is " + our + ", not between " + entry.getValue() + " and " + last);
      }
    }
  }

  private static boolean fits(boolean counter, double first, double our, double last) {
    double low = Math.min(first, last);
    double high = Math.max(first, last);
    double rounding = Math.max(Math.abs(high) * 1e-9, 1e-9);
    if (counter) {
      return our >= low - rounding && our <= high + rounding;
    }
    // A level may swing beyond both scrapes: by little, or by a few where few are counted.
    double slack = Math.max((Math.abs(low) + Math.abs(high)) / 2 * RELATIVE, 64);
    return our >= low - slack && our <= high + slack;
  }

  /// What node_exporter says of itself.
  private static boolean ownOfExporter(String name) {
    return name.startsWith("node_scrape_") || name.startsWith("node_exporter_");
  }

  private static void note(Map<String, Set<String>> differences, String family, String what) {
    differences.computeIfAbsent(family, _ -> new TreeSet<>()).add(what);
  }

  private Exposition scrape() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(metrics).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Exposition.parse(answer.body());
  }
}
