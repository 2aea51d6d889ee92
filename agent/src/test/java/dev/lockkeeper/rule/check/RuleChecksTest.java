package dev.lockkeeper.rule.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.promql.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleChecksTest {
  private static final KnownMetrics KNOWN =
      KnownMetrics.of(
          List.of(
              MetricFamily.gauge("service_up", "", "service"),
              MetricFamily.gauge("service_start_time_seconds", "", "service"),
              MetricFamily.gauge("service_resident_memory_bytes", "", "service"),
              MetricFamily.counter("service_cpu_seconds_total", "", "service", "mode"),
              MetricFamily.gauge("probe_duration_seconds", "", "service"),
              MetricFamily.gauge("node_load1", ""),
              MetricFamily.gauge("node_filesystem_avail_bytes", "", "device", "mountpoint"),
              MetricFamily.counter("node_network_receive_bytes_total", "", "device"),
              MetricFamily.counter("node_cpu_seconds_total", "", "cpu", "mode"),
              MetricFamily.counter("node_forks_total", ""),
              MetricFamily.gauge("web_hit_ratio", "", "service"),
              new MetricFamily(
                  "block_read_seconds", MetricFamily.Type.HISTOGRAM, "", List.of("device"))),
          Set.of("datacenter"));

  private static final Retention KEPT =
      new Retention(
          List.of(
              new Retention.Tier(Duration.ofMinutes(15), Duration.ZERO),
              new Retention.Tier(Duration.ofHours(6), Duration.ofSeconds(15)),
              new Retention.Tier(Duration.ofDays(30), Duration.ofMinutes(5))),
          Duration.ofHours(24));

  private static RuleSpec alert(String expr, @Nullable Remedy remedy) {
    return new RuleSpec(
        "A",
        null,
        expr,
        new Position(1, 1),
        true,
        new Position(1, 1),
        "rule",
        Duration.ZERO,
        Duration.ZERO,
        Map.of(),
        Map.of(),
        remedy,
        null);
  }

  private static RuleSpec recording(String name, String expr) {
    return new RuleSpec(
        null,
        name,
        expr,
        new Position(1, 1),
        true,
        new Position(1, 1),
        "rule",
        Duration.ZERO,
        Duration.ZERO,
        Map.of("team", "web"),
        Map.of(),
        null,
        null);
  }

  private static List<Problem> check(RuleSpec... specs) {
    return check(Duration.ofSeconds(1), specs);
  }

  private static List<Problem> check(Duration interval, RuleSpec... specs) {
    var group = new RuleGroupSpec("f.yml", "g", interval, 0, Map.of(), List.of(specs));
    var rules = new ArrayList<RuleChecks.Rule>();
    for (var spec : specs) {
      rules.add(new RuleChecks.Rule(group, spec, spec.labels(), Planner.plan(spec.expr())));
    }
    return RuleChecks.of(rules, KNOWN.kept(KEPT), interval);
  }

  /// `column: message` of each.
  private static List<String> said(String expr) {
    return check(alert(expr, null)).stream()
        .map(problem -> problem.column() + ": " + problem.message())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        // names of metrics
        "service_upp == 0 | 1: unknown metric `service_upp`; did you mean `service_up`?",
        "service_up == 0 and service_resident_bytes > 1 | 21: unknown metric",
        "{__name__=\"service_upp\"} == 0 | 12: unknown metric `service_upp`",
        "node_filesystem_avail < 5 | 1: unknown metric `node_filesystem_avail`; did you mean"
            + " `node_filesystem_avail_bytes`?",
        "up == 0 | 1: unknown metric `up`: it is Prometheus' own",
        "frobnications > 1 | 1: unknown metric `frobnications`: nothing here collects or records",
        "absent(service_upp) | 8: unknown metric `service_upp`",
        "{__name__=~\"servce_.*\"} > 0 | 1: nothing that is collected or recorded matches",
        "block_read_seconds > 1 | 1: unknown metric `block_read_seconds`; did you mean",
        // names of labels
        "service_up{servce=\"a\"} == 0 | 12: `service_up` has no label `servce`; did you"
            + " mean `service`?",
        "service_up{service=\"servce\", servce!=\"servce\"} == 0 | 30: `service_up` has no",
        "rate(service_cpu_seconds_total{mod=\"user\"}[1m]) > 1 | 32: `service_cpu_seconds_total`"
            + " has no label `mod`; did you mean `mode`?",
        "{servce=\"a\"} == 0 | 2: nothing that is selected has a label `servce`",
        "sum by (servce) (service_up) < 1 | 9: what is aggregated has no label `servce`; did you"
            + " mean `service`?",
        "sum(service_up) without (servce) < 1 | 26: what is aggregated has no label `servce`",
        "max by (mountpoint) (sum by (device) (node_filesystem_avail_bytes)) < 1 | 9: what is"
            + " aggregated has no label `mountpoint`; there are device",
        "node_load1 > on (servce) service_up | 18: neither side has a label `servce`",
        "probe_duration_seconds > 1 and ignoring (servce) service_up == 1 | 42: neither side has",
        "service_up == 1 and on (service) node_load1 > 5 | 25: nothing on the right side has a"
            + " label `service`, so nothing ever matches",
        "service_up * on (service) group_left (mode) probe_duration_seconds > 0 | 39: the \"one\""
            + " side has no label `mode`",
        // values of labels
        "rate(node_cpu_seconds_total{mode=\"idel\"}[1m]) > 1 | 29: `mode` of"
            + " `node_cpu_seconds_total` is never idel; did you mean \"idle\"?",
        // units
        "node_filesystem_avail_bytes < node_cpu_seconds_total | 29: `node_filesystem_avail_bytes`"
            + " is in bytes, `node_cpu_seconds_total` in seconds: they can't be compared",
        "node_filesystem_avail_bytes + probe_duration_seconds > 5 | 29:"
            + " `node_filesystem_avail_bytes` is in bytes, `probe_duration_seconds` in seconds:"
            + " they can't be added",
        "rate(node_network_receive_bytes_total[1m]) > on() node_filesystem_avail_bytes | 44:"
            + " `rate(node_network_receive_bytes_total[1m])` is in bytes per second,"
            + " `node_filesystem_avail_bytes` in bytes: they can't be compared",
        "rate(service_cpu_seconds_total[1m]) > probe_duration_seconds | 37:"
            + " `rate(service_cpu_seconds_total[1m])` is a ratio, `probe_duration_seconds` in"
            + " seconds",
        "time() - service_start_time_seconds > service_resident_memory_bytes | 37: `time() -"
            + " service_start_time_seconds` is in seconds",
        "service_start_time_seconds > probe_duration_seconds | 28: `service_start_time_seconds` is"
            + " a point in time (seconds since 1970), `probe_duration_seconds` in seconds",
        "service_start_time_seconds < 300 | 28: `service_start_time_seconds` is a point in time",
        "web_hit_ratio < 90 | 15: `web_hit_ratio` is a ratio, from 0 to 1: 90 % is 0.9",
        "probe_duration_seconds > 5m | ",
        "service_resident_memory_bytes > 5m | 31: `service_resident_memory_bytes` is in bytes, `5m`"
            + " in seconds",
        // counters
        "rate(node_load1[5m]) > 1 | 6: `node_load1` is a gauge: rate() takes each fall",
        "increase(service_resident_memory_bytes[5m]) > 1 | 10: `service_resident_memory_bytes` is a"
            + " gauge: increase() takes each fall for a restart of a counter; use delta()",
        "sum by (service) (service_cpu_seconds_total) > 100 | 19: `service_cpu_seconds_total` is a"
            + " counter",
        // never true
        "service_up > 1 | 12: this can never be true: `service_up` is from 0 to 1",
        "2 <= service_up | 3: this can never be true: `2` is always 2, `service_up` from 0 to 1",
        "node_load1 > 5 and node_load1 < 3 | 16: this can never be true: `node_load1` can't be more"
            + " than 5 and less than 3 at once",
        "service_up == 1 and (node_forks_total == 1 and (service_up == 0)) | 17: this can never be",
        "5 < node_load1 and node_load1 <= 5 | 16: this can never be true",
        "(node_load1 > 5) < 3 | 18: this can never be true: `(node_load1 > 5)` is more than 5",
        "count(service_up) < 0 | 19: this can never be true: where there is nothing to count",
        "count(service_up == 0) == 0 | 24: this can never be true: where there is nothing to count"
            + " there is no result either, rather than 0; use `absent(…)`",
        "abs(node_load1) < 0 | 17: this can never be true: `abs(node_load1)` is at least 0",
        "vector(0) > 1 | 11: this can never be true: `vector(0)` is always 0",
        "rate(node_forks_total[1m]) == -1 | 28: this can never be true",
        "1 - rate(node_cpu_seconds_total[1m]) > 90 | 38: this can never be true: `1 -"
            + " rate(node_cpu_seconds_total[1m])` is at most 1",
        "absent(service_up) == 0 | 20: this can never be true: `absent(service_up)` is always 1",
        "hour() > 23 | 8: this can never be true: `hour()` is from 0 to 23",
        "service_up == bool 0 | 12: with `bool` there is always a result",
      })
  void whatCanNotBeMeantIsSaidAtItsPlace(String expr, @Nullable String expected) {
    if (expected == null) {
      assertThat(said(expr)).isEmpty();
    } else {
      assertThat(said(expr)).isNotEmpty();
      assertThat(said(expr).getFirst()).startsWith(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service_up{instance=\"a\", job=\"b\", datacenter=\"c\"} == 0",
        "sum by (instance, service) (service_up) == 0",
        "{service=\"a\"} > 3",
        "{__name__=~\"service_.*\"} == 17",
        "service_up or on() vector(0)",
        "service_up == 0 unless on(service) probe_duration_seconds > 5",
        "node_load1 * on(instance) group_left(datacenter) node_forks_total > 7",
        "count_values(\"version\", service_up) > 1",
        "sum by (le) (rate(block_read_seconds_bucket[5m])) > 1",
        "rate(block_read_seconds_sum[5m]) / rate(block_read_seconds_count[5m]) > 0.1",
        "label_replace(service_up, \"unit\", \"$1\", \"service\", \"(.*)\") == 0",
        "sum by (unit) (label_replace(service_up, \"unit\", \"$1\", \"service\", \"(.*)\")) == 0",
        "ALERTS{alertname=\"x\", whatever=\"y\"} == 1",
        // units that come out right, or that nobody can know
        "time() - service_start_time_seconds < 300",
        "time() - service_start_time_seconds > probe_duration_seconds",
        "node_filesystem_avail_bytes / rate(node_network_receive_bytes_total[1m]) > 1h",
        "rate(node_network_receive_bytes_total[1m]) * 3600 > on() node_filesystem_avail_bytes",
        "rate(service_cpu_seconds_total[1m]) * 100 > 90",
        "service_resident_memory_bytes / 1024 / 1024 > 500",
        "predict_linear(node_filesystem_avail_bytes[10m], 3600) < 0",
        "delta(service_resident_memory_bytes[5m]) > service_resident_memory_bytes",
        "web_hit_ratio < 0.9",
        "web_hit_ratio * 100 < 90",
        // counters
        "node_forks_total > 0",
        "node_forks_total > node_forks_total offset 5m",
        "changes(node_load1[5m]) > 3",
        // can be true
        "node_load1 > 5 and node_load1 < 7",
        "service_up == 1 or service_up == 0",
        "node_load1 > 5 and on(service) node_load1 < 3",
        "(count(service_up) or vector(0)) == 0",
        "sum(service_up == bool 0) > 2",
        "node_load1 > 3 unless node_load1 > 5",
        "1 - node_load1 > 90",
        "node_load1 != 5 and node_load1 != 6",
      })
  void whatMayBeMeantIsLeftAlone(String expr) {
    assertThat(said(expr)).filteredOn(text -> !text.contains("neither side")).isEmpty();
  }

  @Test
  void doubtsAreErrorsWhereTheRuleHasARemedyAndOthersAreNot() {
    assertThat(check(alert("service_upp == 0", null)))
        .extracting(Problem::severity)
        .containsExactly(Severity.WARNING);
    assertThat(check(alert("service_upp == 0", Remedy.RESTART)))
        .extracting(Problem::severity)
        .containsExactly(Severity.ERROR);
    assertThat(check(alert("service_up > 1", Remedy.RESTART)))
        .extracting(Problem::severity)
        .containsExactly(Severity.WARNING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sum(service_up) == 0 | 1 | by (service)",
        "service_up == 0 and on(service) sum(service_up) == 0 | 0 | ",
        "max by (instance) (min by (service) (service_up)) == 0 | 1 | by (service)",
        "abs(sum(service_up)) == 0 | 5 | by (service)",
        "node_load1 > 5 | 1 | service_up == 1 and",
        "node_load1 > 5 and on() service_up == 1 | 1 | service_up == 1 and",
      })
  void aRemedyNeedsTheServiceAndTheMessagePointsAtWhereItIsLost(
      String expr, int column, @Nullable String hint) {
    var errors =
        check(alert(expr, Remedy.RESTART)).stream()
            .filter(problem -> problem.message().contains("the rule has the remedy"))
            .toList();
    if (hint == null) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors)
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.column()).isEqualTo(column);
            assertThat(problem.message()).contains(hint);
          });
    }
  }

  @Test
  void whatIsRecordedIsKnownWithItsLabelsAndItsUnit() {
    var recorded =
        recording("job:cpu:rate", "sum by (service) (rate(service_cpu_seconds_total[1m]))");
    assertThat(check(recorded, alert("job:cpu:rate{service=\"a\", team=\"web\"} > 0.5", null)))
        .isEmpty();
    assertThat(check(recorded, alert("job:cpu:rate{mode=\"user\"} > 0.5", null)))
        .extracting(Problem::message)
        .containsExactly("`job:cpu:rate` has no label `mode`; there are service, team");
    assertThat(check(recorded, alert("job:cpu:rate > probe_duration_seconds", null)))
        .extracting(Problem::message)
        .containsExactly(
            "`job:cpu:rate` is a ratio, `probe_duration_seconds` in seconds: they can't be"
                + " compared");
    assertThat(check(recorded, alert("job:cpu:rte > 1", null)))
        .extracting(Problem::message)
        .containsExactly("unknown metric `job:cpu:rte`; did you mean `job:cpu:rate`?");
    assertThat(check(recorded, alert("job:cpu:rate > 1", Remedy.RESTART))).isEmpty();
  }

  @Test
  void aRuleThatReadsWhatItRecordsEndsTheSearch() {
    assertThat(check(recording("a:sum", "sum(b:sum)"), recording("b:sum", "a:sum"))).isEmpty();
  }

  @Test
  void durationsShorterThanTheIntervalAreSaid() {
    var spec =
        new RuleSpec(
            "A",
            null,
            "service_up == 0",
            new Position(1, 1),
            true,
            new Position(1, 1),
            "rule",
            Duration.ofMillis(500),
            Duration.ofSeconds(14),
            Map.of(),
            Map.of(),
            null,
            null);
    assertThat(check(Duration.ofSeconds(15), spec))
        .extracting(Problem::toString)
        .containsExactly(
            "f.yml:1:1: warning: rule.for: 500ms is shorter than the time between two evaluations,"
                + " 15s: it takes as long",
            "f.yml:1:1: warning: rule.keep_firing_for: 14s is shorter than the time between two"
                + " evaluations, 15s: it takes as long");
    assertThat(check(Duration.ofMillis(500), spec)).isEmpty();
  }

  @Test
  void labelsThatATextAsksForMustBeInTheResult() {
    var spec =
        new RuleSpec(
            "A",
            null,
            "sum by (device) (node_filesystem_avail_bytes) < 5",
            new Position(1, 1),
            true,
            new Position(1, 1),
            "rule",
            Duration.ZERO,
            Duration.ZERO,
            Map.of("disk", "{{ $labels.device }}"),
            Map.of(
                "summary", "{{ $labels.instance }} {{ $labels.mountpoint | toUpper }} $labels.x"),
            null,
            null);
    assertThat(check(spec))
        .extracting(Problem::toString)
        .containsExactly(
            "f.yml:1:1: warning: rule.annotations.summary: the expression's result has no label"
                + " `mountpoint`; there are device");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(node_forks_total[15m]) > 1 | ",
        "rate(node_forks_total[16m]) > 1 | note: rule.expr: looks back 16m: what is older than 15m"
            + " is kept in buckets of 15s",
        "rate(node_forks_total[5m]) > rate(node_forks_total[7h]) | note: rule.expr: looks back 7h:"
            + " what is older than 15m is kept in buckets of 5m",
        "rate(node_forks_total[7d]) > 1 | warning: rule.expr: looks back 7d, but the history on"
            + " disk keeps 1d",
      })
  void longWindowsSayHowFineThePastIsAndWhatARestartLeaves(String expr, @Nullable String expected) {
    var said = check(alert(expr, null)).stream().map(Problem::toString).toList();
    if (expected == null) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said).anySatisfy(text -> assertThat(text).contains(expected));
      assertThat(said).allSatisfy(text -> assertThat(text).doesNotStartWith("f.yml:1:1:"));
    }
  }

  @Test
  void byteSizesAreNotedAsOurOwn() {
    assertThat(check(alert("service_resident_memory_bytes > 10MiB", null)))
        .extracting(Problem::toString)
        .containsExactly(
            "f.yml:1:33: note: rule.expr: byte size 10MiB is not PromQL; for Prometheus write"
                + " 10485760");
    assertThat(said("probe_duration_seconds > 10MiB").getFirst())
        .startsWith("24: `probe_duration_seconds` is in seconds, `10MiB` in bytes");
  }
}
