package dev.lockkeeper.status.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.lab.Apache;
import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.lab.Program;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Against a real Apache, beside Debian's apache_exporter.
class ApacheStatusCollectorIT {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(apache_[a-z_]+)(?:\\{([^}]*)})? (\\S+)$");
  private static final Pattern TYPE = Pattern.compile("# TYPE (apache_\\w+) (\\w+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private static Map<SeriesId, Double> collect(ApacheStatusCollector collector) throws IOException {
    var samples = new LinkedHashMap<SeriesId, Double>();
    collector.collect(new Moment(0, 0), samples::put);
    return samples;
  }

  private static SeriesId workers(String state) {
    return SeriesId.of("apache_workers", "service", "apache2", "state", state);
  }

  /// A client that begins a request and never ends it: it holds a worker.
  private static Socket slowClient(Apache apache) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), apache.port());
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void slowClientsTakeWorkersUntilNoneIsLeftToAnswer() throws IOException {
    try (var apache = Apache.started()) {
      var collector = new ApacheStatusCollector("apache2", apache.status(), LONG);
      assertThat(collect(collector)).containsEntry(workers("busy"), 1.0);
      assertThat(collector.inFlight()).hasValue(0);
      var clients = new ArrayList<Socket>();
      try {
        for (int client = 0; client < 4; client++) {
          clients.add(slowClient(apache));
        }
        await()
            .atMost(LONG)
            .untilAsserted(() -> {
              collect(collector);
              assertThat(collector.inFlight()).hasValue(4);
            });

        for (int client = 4; client < Apache.WORKERS; client++) {
          clients.add(slowClient(apache));
        }
        var impatient =
            new ApacheStatusCollector("apache2", apache.status(), Duration.ofMillis(300));
        await().atMost(LONG).untilAsserted(() -> assertThatThrownBy(() -> collect(impatient)));
        var samples = new LinkedHashMap<SeriesId, Double>();
        assertThatThrownBy(() -> impatient.collect(new Moment(0, 0), samples::put))
            .isInstanceOf(IOException.class);
        assertThat(samples)
            .containsExactly(Map.entry(SeriesId.of("apache_up", "service", "apache2"), 0.0));
        assertThat(impatient.inFlight()).isEmpty();
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void namesTypesAndLabelsAreApacheExporters() throws Exception {
    String program = "prometheus-apache-exporter";
    assumeTrue(
        Program.find(program).isPresent(), program + " is missing: apt-get install " + program);
    int port = FreePorts.next();
    try (var apache = Apache.started();
        var http = HttpClient.newHttpClient()) {
      Process exporter =
          new ProcessBuilder(
                  program,
                  "--telemetry.address=127.0.0.1:" + port,
                  "--scrape_uri=" + apache.status())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        await()
            .atMost(LONG)
            .ignoreExceptions()
            .until(() -> page(http, metrics).contains("apache_workers"));
        String page = page(http, metrics);
        var theirs = new TreeMap<String, Double>();
        Matcher sample = SAMPLE.matcher(page);
        while (sample.find()) {
          Labels labels = Labels.of("service", "apache2");
          Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
          while (label.find()) {
            labels = labels.with(label.group(1), label.group(2));
          }
          theirs.put(
              new SeriesId(sample.group(1), labels).toString(), Double.valueOf(sample.group(3)));
        }
        Map<SeriesId, Double> ours =
            collect(new ApacheStatusCollector("apache2", apache.status(), LONG));
        assertThat(ours).hasSizeGreaterThan(20);
        ours.forEach((series, value) -> {
          assertThat(theirs).containsKey(series.toString());
          if (!series.metric().endsWith("_total")) {
            assertThat(theirs).containsEntry(series.toString(), value);
          }
        });
        Matcher type = TYPE.matcher(page);
        var types = new TreeMap<String, String>();
        while (type.find()) {
          types.put(type.group(1), type.group(2));
        }
        for (MetricFamily family : ApacheStatusCollector.CATALOGUE) {
          assertThat(types.get(family.name()))
              .as(family.name())
              .isEqualToIgnoringCase(family.type().name());
        }
      } finally {
        exporter.destroy();
        exporter.waitFor();
      }
    }
  }

  private static String page(HttpClient http, URI uri) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri).timeout(LONG).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
