package dev.lockkeeper.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.TrafficSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Answers as HAProxy 2.6 gives them, cut to the columns that matter, and others.
class HaproxyServerCollectorTest {
  private static final Moment NOW = new Moment(0, 0);
  private static final String HEADER =
      "# pxname,svname,qcur,scur,slim,stot,bin,econ,status,weight,chkfail,downtime,sid,hrsp_2xx,"
          + "hrsp_5xx,rtime,\n";
  private static final String WEB1 =
      "web,web1,3,12,100,5000,9223372036854775807,7,UP 1/3,1,2,40,1,4000,120,250,\n";
  private static final String WEB2 = "web,web2,0,1,,10,0,0,no check,1,,,2,9,0,1,\n";

  @TempDir Path folder;

  private final Map<String, Double> samples = new TreeMap<>();
  private final SampleSink sink = (series, value) -> samples.put(series.toString(), value);

  private FakeHaproxy fake(Function<String, @Nullable String> answer) {
    return new FakeHaproxy(
        folder,
        command -> {
          String text = answer.apply(command);
          return text == null ? null : text.getBytes(StandardCharsets.US_ASCII);
        });
  }

  private static HaproxyServerCollector collector(FakeHaproxy fake, String server) {
    return new HaproxyServerCollector(
        "nginx", new TrafficSpec.Haproxy(fake.socket(), "web", server, 1), Duration.ofMillis(500));
  }

  private static String series(String metric, String server, String... more) {
    Labels labels = Labels.of("proxy", "web", "server", server, "service", "nginx");
    if (more.length > 0) {
      labels = labels.with(more[0], more[1]);
    }
    return new SeriesId("haproxy_server_" + metric, labels).toString();
  }

  @Test
  void aServersRowBecomesTheExportersSeriesInBaseUnits() throws IOException {
    try (var fake = fake(_ -> HEADER + WEB1 + WEB2 + "\n")) {
      collector(fake, "web1").collect(NOW, sink);
    }
    assertThat(samples)
        .containsEntry(series("current_queue", "web1"), 3.0)
        .containsEntry(series("limit_sessions", "web1"), 100.0)
        .containsEntry(series("bytes_in_total", "web1"), (double) Long.MAX_VALUE)
        .containsEntry(series("response_time_average_seconds", "web1"), 0.25)
        .containsEntry(series("downtime_seconds_total", "web1"), 40.0)
        .containsEntry(series("http_responses_total", "web1", "code", "5xx"), 120.0)
        .containsEntry(series("status", "web1", "state", "UP"), 1.0)
        .containsEntry(series("status", "web1", "state", "DOWN"), 0.0)
        .doesNotContainKey(series("http_responses_total", "web1", "code", "4xx"));
  }

  @Test
  void aServerWithoutChecksTakesRequestsAndWhatIsEmptyIsLeftOut() throws IOException {
    try (var fake = fake(_ -> HEADER + WEB1 + WEB2 + "\n")) {
      collector(fake, "web2").collect(NOW, sink);
    }
    assertThat(samples)
        .containsEntry(series("status", "web2", "state", "UP"), 1.0)
        .doesNotContainKey(series("limit_sessions", "web2"))
        .doesNotContainKey(series("check_failures_total", "web2"));
  }

  @Test
  void onceItsNumberIsKnownOnlyItsOwnRowIsAskedFor() throws IOException {
    try (var fake =
        fake(command -> HEADER + (command.endsWith(" 2") ? WEB2 : WEB1 + WEB2) + "\n")) {
      var collector = collector(fake, "web2");
      collector.collect(NOW, sink);
      collector.collect(NOW, sink);
      assertThat(fake.asked).containsExactly("show stat web 4 -1", "show stat web 4 2");
    }
  }

  @Test
  void aNumberThatAReloadGaveToAnotherServerIsNotBelieved() throws IOException {
    var reloaded = new AtomicBoolean();
    String before = HEADER + WEB1 + "\n";
    String numberOne = HEADER + "web,web0,0,0,,0,0,0,UP,1,0,0,1,0,0,0,\n\n";
    String all = HEADER + "web,web1,9,0,,0,0,0,UP,1,0,0,2,0,0,0,\n\n";
    try (var fake =
        fake(command -> !reloaded.get() ? before : command.endsWith(" 1") ? numberOne : all)) {
      var collector = collector(fake, "web1");
      collector.collect(NOW, sink);
      assertThat(samples).containsEntry(series("current_queue", "web1"), 3.0);
      reloaded.set(true);
      collector.collect(NOW, sink);
      assertThat(samples).containsEntry(series("current_queue", "web1"), 9.0);
      assertThat(fake.asked)
          .containsExactly("show stat web 4 -1", "show stat web 4 1", "show stat web 4 -1");
    }
  }

  @Test
  void anUnknownServerAGarbledAnswerAndSilenceAreFailures() {
    try (var fake = fake(_ -> HEADER + WEB2 + "\n")) {
      assertThatThrownBy(() -> collector(fake, "web1").collect(NOW, sink))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("has no server web/web1");
    }
    try (var fake = fake(_ -> "# pxname,svname\nweb")) {
      assertThatThrownBy(() -> collector(fake, "web1").collect(NOW, sink))
          .isInstanceOf(IOException.class);
    }
    try (var fake = fake(_ -> HEADER + WEB1.replace("5000", "many") + "\n")) {
      assertThatThrownBy(() -> collector(fake, "web1").collect(NOW, sink))
          .hasMessageContaining("column stot is no number: many");
    }
    try (var fake = fake(_ -> null)) {
      assertThatThrownBy(() -> collector(fake, "web1").collect(NOW, sink))
          .hasMessageContaining("did not answer within 500 ms");
    }
  }
}
