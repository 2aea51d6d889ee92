package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.cli.RuleTools.BacktestRequest;
import dev.lockkeeper.cli.RuleTools.Backtested;
import dev.lockkeeper.lab.Prometheus;
import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.Phase;
import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.prometheus.PrometheusRecording;
import dev.lockkeeper.rule.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules on what a real Prometheus recorded.
class RulesBacktestIT {
  private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
  private static final int SECONDS = 6 * 3600;

  @TempDir Path folder;
  private final StringBuilder samples = new StringBuilder();

  /// A sample every 15 s, over the six hours before [#END]; no sample where the value is NaN.
  private void series(String name, String labels, LongToDoubleFunction value) {
    for (long at = 0; at <= SECONDS; at += 15) {
      double one = value.applyAsDouble(at);
      if (!Double.isNaN(one)) {
        samples
            .append(name)
            .append('{')
            .append(labels)
            .append("} ")
            .append(one)
            .append(' ')
            .append(END.getEpochSecond() - SECONDS + at)
            .append('\n');
      }
    }
  }

  private static boolean within(long at, long from, long to) {
    return at >= from && at < to;
  }

  private static Instant at(long second) {
    return END.minusSeconds(SECONDS - second);
  }

  private BacktestReport backtest(Path rules, Prometheus prometheus, Instant from, Instant to)
      throws IOException {
    return backtest(rules, prometheus, from, to, Optional.empty(), Long.MAX_VALUE);
  }

  private BacktestReport backtest(
      Path rules,
      Prometheus prometheus,
      Instant from,
      Instant to,
      Optional<String> step,
      long mostSamples)
      throws IOException {
    var run = new RulesBacktestRun(InstantSource.fixed(to.plusSeconds(1)), mostSamples);
    var backtested =
        run.backtest(
            new BacktestRequest(
                List.of(rules.toString()),
                Optional.empty(),
                Path.of("config.yml"),
                Optional.empty(),
                Optional.of(prometheus.url().toString()),
                Optional.empty(),
                Optional.of(from.toString()),
                Optional.of(to.toString()),
                step,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(backtested).isInstanceOf(Backtested.Ran.class);
    return ((Backtested.Ran) backtested).report();
  }

  @Test
  void rulesTellWhatTheyWouldHaveSaidOfThePast() throws Exception {
    samples.append("# TYPE up gauge\n");
    series("up", "job=\"node\"", at -> within(at, 18000, 19200) ? Double.NaN : 1);
    samples.append("# TYPE probe_success gauge\n");
    series(
        "probe_success",
        "service=\"web1\"",
        at ->
            within(at, 18000, 19200)
                ? Double.NaN
                : within(at, 3600, 4080) || within(at, 14400, 15000) ? 0 : 1);
    samples.append("# TYPE http_requests counter\n");
    series(
        "http_requests_total",
        "service=\"web1\",code=\"200\"",
        at -> within(at, 18000, 19200) ? Double.NaN : at * 90.0);
    series(
        "http_requests_total",
        "service=\"web1\",code=\"500\"",
        at ->
            within(at, 18000, 19200)
                ? Double.NaN
                : at < 7200 ? at : at < 9000 ? 7200 + (at - 7200) * 30 : 61200 + at - 9000);
    samples.append("# EOF\n");
    Prometheus.fill(folder, samples.toString());
    var rules =
        Files.writeString(
            folder.resolve("rules.yml"),
            """
            groups:
              - name: web
                rules:
                  - record: service:errors:share5m
                    expr: |
                      sum by (service) (rate(http_requests_total{code=~"5.."}[5m]))
                        / sum by (service) (rate(http_requests_total[5m]))
                  - alert: WebServerHung
                    expr: probe_success == 0
                    for: 30s
                    labels: { severity: critical }
                    remedy: restart
                  - alert: ErrorsHigh
                    expr: service:errors:share5m > 0.2
                    for: 2m
                  - alert: Never
                    expr: up > 1
            """);
    try (var prometheus = Prometheus.start(folder, "global: {}\n")) {
      var report = backtest(rules, prometheus, at(1800), END);

      assertThat(report.rules()).containsExactly("WebServerHung", "ErrorsHigh", "Never");
      assertThat(report.alerts()).extracting("rule").containsExactly("WebServerHung", "ErrorsHigh");
      var hung = report.alerts().getFirst();
      assertThat(hung.element()).isEqualTo(Labels.of("service", "web1"));
      assertThat(hung.episodes()).extracting("from").containsExactly(at(3600), at(14400));
      assertThat(hung.episodes()).extracting("firingFrom").containsExactly(at(3630), at(14430));
      assertThat(hung.episodes()).extracting("to").containsExactly(at(4080), at(15000));
      var errors = report.alerts().getLast().episodes();
      assertThat(errors).hasSize(1);
      // a share of 0.2 is passed when 30 a second have come for nearly four of five minutes
      assertThat(errors.getFirst().firingFrom()).isBetween(at(7320), at(7620));
      assertThat(errors.getFirst().to()).isBetween(at(9000), at(9300));
      assertThat(errors.getFirst().peak()).isBetween(0.24, 0.26);

      assertThat(report.remedies()).extracting("from").containsExactly(at(3630), at(14430));
      assertThat(report.remedies()).allSatisfy(one -> assertThat(one.done()).isEqualTo(1));
      assertThat(report.gaps()).hasSize(1);
      assertThat(report.gaps().getFirst().from()).isBetween(at(18000), at(18180));
      assertThat(report.gaps().getFirst().to()).isBetween(at(19170), at(19230));
      assertThat(report.troubles()).isEmpty();

      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> backtest(rules, prometheus, at(1800), END, Optional.empty(), 500))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("do not fit in memory")
          .hasMessageContaining("--since");
    }
  }

  /// A target that a real Prometheus scrapes each second, whose series come and go and which fails
  /// for a while; the same rules in Prometheus and in the backtest.
  @Test
  void aBacktestSaysWhatPrometheusItselfSaid() throws Exception {
    var body = new AtomicReference<>("load 1\nextra 1\n");
    var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          byte[] text = body.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(text.length == 0 ? 500 : 200, Math.max(text.length, 1));
          exchange.getResponseBody().write(text.length == 0 ? new byte[] {'x'} : text);
          exchange.close();
        });
    target.start();
    var rules =
        Files.writeString(
            folder.resolve("rules.yml"),
            """
            groups:
              - name: all
                interval: 1s
                rules:
                  - { alert: LoadHigh, expr: load > 5, for: 2s }
                  - { alert: ExtraGone, expr: 'absent(extra{job="t"})' }
                  - { alert: TargetDown, expr: up == 0, for: 1s, keep_firing_for: 3s }
                  - { record: 'load:max', expr: 'max_over_time(load[5s])' }
                  - { alert: LoadWasHigh, expr: 'load:max > 5' }
            """);
    // Prometheus 2.41 and older has no keep_firing_for; this one does
    var prometheusRules =
        Files.writeString(folder.resolve("prometheus-rules.yml"), Files.readString(rules));
    String config =
        """
        global: { scrape_interval: 1s, evaluation_interval: 1s }
        rule_files: [ %s ]
        scrape_configs:
          - { job_name: t, static_configs: [ { targets: [ "127.0.0.1:%d" ] } ] }
        """
            .formatted(prometheusRules, target.getAddress().getPort());
    try (var prometheus = Prometheus.start(folder, config)) {
      awaitSample(prometheus, "up", 1);
      var from = Instant.now().plusSeconds(1);
      phase(Duration.ofSeconds(5));
      body.set("load 9\nextra 1\n");
      phase(Duration.ofSeconds(7));
      body.set("load 2\n");
      phase(Duration.ofSeconds(6));
      body.set("");
      phase(Duration.ofSeconds(5));
      body.set("load 1\nextra 1\n");
      phase(Duration.ofSeconds(8));
      var to = Instant.now().minusSeconds(1);

      var report = backtest(rules, prometheus, from, to, Optional.of("1s"), Long.MAX_VALUE);
      for (String alert : List.of("LoadHigh", "ExtraGone", "TargetDown", "LoadWasHigh")) {
        long theirs = firingSeconds(prometheus, alert, from, to);
        long ours =
            report.alerts().stream()
                .filter(course -> course.rule().equals(alert))
                .mapToLong(course -> course.firing().toSeconds())
                .sum();
        assertThat(theirs).as("Prometheus' own %s", alert).isPositive();
        // both evaluate once a second, at different moments of it
        assertThat(ours).as(alert).isBetween(theirs - 2, theirs + 2);
      }
      assertThat(report.alerts().stream().flatMap(course -> course.episodes().stream()))
          .flatExtracting(episode -> episode.stretches().stream().map(one -> one.phase()).toList())
          .doesNotContain(Phase.UNKNOWN);
    } finally {
      target.stop(0);
    }
  }

  /// Lets real time pass: the other program's clock is what is tested.
  private static void phase(Duration duration) {
    await().pollDelay(duration).atMost(duration.plusSeconds(30)).until(() -> true);
  }

  private static void awaitSample(Prometheus prometheus, String metric, double value) {
    var recording = new PrometheusRecording(prometheus.url(), Map.of());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          var found = new HashMap<SeriesId, Double>();
          long now = System.currentTimeMillis();
          recording.read(wanted(metric), now - 10_000, now, sink(found));
          return found.containsValue(value);
        });
  }

  private static long firingSeconds(Prometheus prometheus, String alert, Instant from, Instant to)
      throws IOException {
    var seconds = new TreeSet<Long>();
    new PrometheusRecording(prometheus.url(), Map.of())
        .read(
            new Recording.Wanted(
                List.of("ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}"), _ -> true),
            from.toEpochMilli(),
            to.toEpochMilli(),
            new Recording.Sink() {
              @Override
              public void sample(SeriesId series, long epochMillis, double value) {
                if (value == 1) {
                  seconds.add(epochMillis / 1000);
                }
              }

              @Override
              public void bucket(SeriesId series, Bucket bucket) {
                throw new AssertionError("a bucket of " + series);
              }

              @Override
              public void gap(long fromExclusive, long toInclusive) {}
            });
    return seconds.size();
  }

  private static Recording.Wanted wanted(String metric) {
    return new Recording.Wanted(List.of(metric), _ -> true);
  }

  private static Recording.Sink sink(Map<SeriesId, Double> found) {
    return new Recording.Sink() {
      @Override
      public void sample(SeriesId series, long epochMillis, double value) {
        found.put(series, value);
      }

      @Override
      public void bucket(SeriesId series, Bucket bucket) {
        throw new AssertionError("a bucket of " + series);
      }

      @Override
      public void gap(long fromExclusive, long toInclusive) {}
    };
  }
}
