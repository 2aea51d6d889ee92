package dev.lockkeeper.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.lab.Haproxy;
import dev.lockkeeper.lab.Nginx;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.TrafficSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Against a real HAProxy, compared with the Prometheus exporter that is built into it.
class HaproxyServerCollectorIT {
  private static final Pattern SAMPLE = Pattern.compile("(haproxy_server_\\w+)\\{([^}]*)} (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("# TYPE (haproxy_server_\\w+) (\\w+)");

  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> fetch(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void namesTypesLabelsAndValuesAreThoseOfItsOwnExporter() throws Exception {
    int port = FreePorts.next();
    String exporter =
        """
        frontend exporter
          bind 127.0.0.1:%d
          http-request use-service prometheus-exporter
        """
            .formatted(port);
    try (var one = Nginx.started("web1");
        var haproxy = Haproxy.create().server(one).section(exporter).start()) {
      haproxy.awaitUp("web1");
      for (int request = 0; request < 20; request++) {
        assertThat(fetch(haproxy.url("/")).statusCode()).isEqualTo(200);
      }
      fetch(haproxy.url("/no-such-page"));
      var spec = new TrafficSpec.Haproxy(haproxy.socket().toString(), "web", "web1", 1);
      var collector = new HaproxyServerCollector("nginx", spec);

      Map<SeriesId, Double> ours = collect(collector);
      String page = fetch("http://127.0.0.1:" + port + "/metrics").body();

      Map<SeriesId, Double> theirs = theirs(page);
      assertThat(ours).hasSizeGreaterThan(25);
      ours.forEach((series, value) -> {
        assertThat(theirs).containsKey(series);
        // a check may have come between
        assertThat(theirs.get(series)).as(series.toString()).isCloseTo(value, within(1.0));
      });
      assertThat(value(ours, "haproxy_server_http_responses_total", "code", "2xx"))
          .isGreaterThanOrEqualTo(20);
      assertThat(value(ours, "haproxy_server_http_responses_total", "code", "4xx")).isEqualTo(1);
      assertThat(value(ours, "haproxy_server_status", "state", "UP")).isEqualTo(1);
      typesAreTheirs(page);

      // its number is known now; drained, killed and reloaded it is still found
      haproxy.ask("set server web/web1 state drain");
      assertThat(value(collect(collector), "haproxy_server_status", "state", "DRAIN")).isEqualTo(1);
      haproxy.reload();
      assertThat(collect(collector)).hasSizeGreaterThan(25);
    }
  }

  private static Map<SeriesId, Double> collect(HaproxyServerCollector collector)
      throws IOException {
    var samples = new LinkedHashMap<SeriesId, Double>();
    collector.collect(new Moment(0, 0), samples::put);
    return samples;
  }

  private static double value(
      Map<SeriesId, Double> samples, String metric, String label, String value) {
    return samples.get(
        SeriesId.of(metric, "proxy", "web", "server", "web1", "service", "nginx", label, value));
  }

  private static Map<SeriesId, Double> theirs(String page) {
    var samples = new HashMap<SeriesId, Double>();
    Matcher sample = SAMPLE.matcher(page);
    while (sample.find()) {
      Labels labels = Labels.of("service", "nginx");
      Matcher label = LABEL.matcher(sample.group(2));
      while (label.find()) {
        labels = labels.with(label.group(1), label.group(2));
      }
      samples.put(new SeriesId(sample.group(1), labels), Double.valueOf(sample.group(3)));
    }
    return samples;
  }

  private static void typesAreTheirs(String page) {
    var types = new HashMap<String, String>();
    Matcher type = TYPE.matcher(page);
    while (type.find()) {
      types.put(type.group(1), type.group(2));
    }
    for (MetricFamily family : HaproxyServerCollector.CATALOGUE) {
      assertThat(types.get(family.name()))
          .as(family.name())
          .isEqualToIgnoringCase(family.type().name());
    }
  }
}
