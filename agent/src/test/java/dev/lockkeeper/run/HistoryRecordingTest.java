package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.cli.RuleTools.BacktestRequest;
import dev.lockkeeper.cli.RuleTools.Backtested;
import dev.lockkeeper.history.HistorySettings;
import dev.lockkeeper.history.HistoryWriter;
import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.Phase;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules on what the agent's own writer of history has put on the disk.
class HistoryRecordingTest {
  private static final long FROM = 1_800_000_000_000L;
  private static final Duration STALE = Duration.ofSeconds(3);
  private static final SeriesId PRESENT =
      SeriesId.of("lockkeeper_collector_success", "collector", "load");

  @TempDir Path folder;

  /// An agent that runs from one second to another.
  private void record(int from, int to, SeriesStore.Bounds bounds, IntToDoubleFunction probe)
      throws Exception {
    var store = new SeriesStore(bounds);
    var clock = new AtomicLong(FROM + from * 1000L);
    var settings = new HistorySettings(folder.resolve("history"), Duration.ofHours(24), 64 << 20);
    try (var _ = HistoryWriter.start(settings, store, clock::get)) {
      for (int second = from + 1; second <= to; second++) {
        var sink = store.appender(FROM + second * 1000L, STALE);
        sink.sample(PRESENT, 1);
        double value = probe.applyAsDouble(second);
        if (!Double.isNaN(value)) {
          sink.sample(SeriesId.of("probe_success", "service", "web1"), value);
          sink.sample(SeriesId.of("requests_total", "service", "web1"), second * 10.0);
        }
        store.sweep(FROM + second * 1000L);
      }
      clock.set(FROM + to * 1000L);
    }
    // it is given a second at its end; a slow machine's disk may take longer
    await().atMost(Duration.ofSeconds(30)).until(() -> written(FROM + to * 1000L));
  }

  private boolean written(long to) throws IOException {
    try (var files = Files.list(folder.resolve("history"))) {
      return files.anyMatch(file -> file.getFileName().toString().contains("-" + to + "."));
    }
  }

  private BacktestReport backtest(String rules, int from, int to) throws IOException {
    var file = Files.writeString(folder.resolve("rules.yml"), rules);
    var until = Instant.ofEpochMilli(FROM + to * 1000L);
    var backtested =
        new RulesBacktestRun(InstantSource.fixed(until), 10_000_000)
            .backtest(
                new BacktestRequest(
                    List.of(file.toString()),
                    Optional.empty(),
                    folder.resolve("config.yml"),
                    Optional.of(folder.resolve("history").toString()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Instant.ofEpochMilli(FROM + from * 1000L).toString()),
                    Optional.of(until.toString()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
    return ((Backtested.Ran) backtested).report();
  }

  private static Instant at(int second) {
    return Instant.ofEpochMilli(FROM + second * 1000L);
  }

  @Test
  void rulesTellWhatTheyWouldHaveSaidOfTheAgentsHistory() throws Exception {
    record(0, 600, SeriesStore.Bounds.DEFAULT, second -> second >= 300 && second < 330 ? 0 : 1);
    var report =
        backtest(
            """
            groups:
              - name: web
                rules:
                  - { alert: Hung, expr: probe_success == 0, for: 5s, remedy: restart }
                  - { alert: Slow, expr: 'rate(requests_total[1m]) < 5' }
            """,
            120,
            600);
    assertThat(report.alerts()).extracting("rule").containsExactly("Hung");
    var episode = report.alerts().getFirst().episodes().getFirst();
    assertThat(episode.from()).isEqualTo(at(300));
    assertThat(episode.firingFrom()).isEqualTo(at(305));
    assertThat(episode.to()).isEqualTo(at(330));
    assertThat(report.remedies()).hasSize(1);
    assertThat(report.gaps()).isEmpty();
  }

  @Test
  void timeInWhichNoAgentRanIsAGap() throws Exception {
    record(0, 300, SeriesStore.Bounds.DEFAULT, second -> second >= 290 ? 0 : 1);
    record(420, 600, SeriesStore.Bounds.DEFAULT, second -> second < 440 ? 0 : 1);
    var report =
        backtest(
            """
            groups:
              - name: web
                rules:
                  - { alert: Hung, expr: probe_success == 0 }
                  - { alert: Gone, expr: 'absent(probe_success)' }
            """,
            120,
            600);
    assertThat(report.alerts()).extracting("rule").containsExactly("Hung");
    assertThat(report.alerts().getFirst().episodes()).hasSize(1);
    assertThat(report.alerts().getFirst().episodes().getFirst().stretches())
        .extracting("phase")
        .containsExactly(Phase.FIRING, Phase.UNKNOWN, Phase.FIRING);
    assertThat(report.gaps()).hasSize(1);
    assertThat(report.gaps().getFirst().from()).isEqualTo(at(300));
    assertThat(report.gaps().getFirst().to()).isBetween(at(419), at(421));
  }

  @Test
  void aBlockThatCanNotBeReadIsNamed() throws Exception {
    record(0, 300, SeriesStore.Bounds.DEFAULT, _ -> 1);
    Files.writeString(
        folder.resolve("history").resolve((FROM - 60_000) + "-" + FROM + ".samples"), "torn");
    var report =
        backtest(
            "groups: [ { name: web, rules: [ { alert: Hung, expr: probe_success == 0 } ] } ]",
            120,
            300);
    assertThat(report.assumptions()).anyMatch(one -> one.contains(FROM + ".samples"));
  }

  @Test
  void bucketsAreAsGoodForWhatNeedsNoSingleSamples() throws Exception {
    // what is written at once is older than memory keeps single samples: it has buckets only
    record(
        0,
        3600,
        new SeriesStore.Bounds(Duration.ofMinutes(2), 1_000),
        second -> second >= 1800 && second < 1810 ? 0 : 1);
    var report =
        backtest(
            """
            groups:
              - name: web
                rules:
                  - { alert: WasDown, expr: 'min_over_time(probe_success[5m]) == 0' }
                  - { alert: Fast, expr: 'increase(requests_total[5m]) > 3300' }
                  - { alert: Gone, expr: 'absent(probe_success)' }
            """,
            900,
            3590);
    assertThat(report.alerts()).extracting("rule").containsExactly("WasDown");
    var episode = report.alerts().getFirst().episodes().getFirst();
    assertThat(episode.from()).isBetween(at(1800), at(1816));
    assertThat(episode.to()).isBetween(at(2090), at(2130));
    assertThat(report.gaps()).isEmpty();
  }
}
