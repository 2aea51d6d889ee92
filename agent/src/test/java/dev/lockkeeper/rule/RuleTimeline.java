package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Feeds rules second by second and writes down, as one letter a second, what they say of one
/// service: `.` clear, `p` pending, `F` firing, `k` kept firing, `?` unknown, `r` just resolved.
final class RuleTimeline {
  static final Rules.Settings SETTINGS =
      new Rules.Settings(
          Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.of("datacenter", "fra1"));

  final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  Rules rules;
  RuleReport last = RuleReport.QUIET;
  Moment now = new Moment(1_000_000_000_000L, 0);

  RuleTimeline(RuleSpec... specs) {
    this.rules = compile(specs);
  }

  static Rules compile(RuleSpec... specs) {
    var compilation = Rules.compile(List.of(group(specs)), SETTINGS);
    assertThat(compilation.problems()).isEmpty();
    return compilation.rules();
  }

  static RuleGroupSpec group(RuleSpec... specs) {
    return new RuleGroupSpec("rules/web.yml", "web", null, 0, Map.of(), List.of(specs));
  }

  static RuleSpec alert(String name, String expr, int forSeconds, int keepSeconds) {
    return new RuleSpec(
        name,
        null,
        expr,
        new Position(7, 15),
        true,
        new Position(6, 9),
        "groups[0].rules[0]",
        Duration.ofSeconds(forSeconds),
        Duration.ofSeconds(keepSeconds),
        Map.of("severity", "critical"),
        Map.of("summary", "{{ $labels.service }} is {{ $value }}"),
        null,
        null);
  }

  static RuleSpec recording(String name, String expr) {
    return new RuleSpec(
        null,
        name,
        expr,
        new Position(7, 15),
        true,
        new Position(6, 9),
        "groups[0].rules[0]",
        Duration.ZERO,
        Duration.ZERO,
        Map.of(),
        Map.of(),
        null,
        null);
  }

  static Overdue overdue(String metric, String... labels) {
    return new Overdue("probe", Set.of(metric), Labels.of(labels), "no answer for 3 s");
  }

  /// One second for each digit of `values`, a value of `up{service}`; `_`: no sample, `?`: none,
  /// and its source is overdue.
  String run(String service, String values) {
    var text = new StringBuilder();
    for (int i = 0; i < values.length(); i++) {
      char c = values.charAt(i);
      List<Overdue> overdue = c == '?' ? List.of(overdue("up", "service", service)) : List.of();
      if (Character.isDigit(c)) {
        sample("up", service, c - '0');
      }
      tick(overdue);
      text.append(letter(service));
    }
    return text.toString();
  }

  void sample(String metric, String service, double value) {
    store
        .appender(now.epochMillis(), Duration.ofSeconds(3))
        .sample(SeriesId.of(metric, "service", service), value);
  }

  RuleReport tick(List<Overdue> overdue) {
    last = rules.evaluate(store, overdue, now, recorder());
    now = now.plus(Duration.ofSeconds(1));
    return last;
  }

  private Recorder recorder() {
    return new Recorder() {
      @Override
      public void sample(SeriesId id, long epochMillis, double value, Duration staleAfter) {
        store.appender(epochMillis, staleAfter).sample(id, value);
      }

      @Override
      public void stale(SeriesId id, long epochMillis) {
        store.markStale(id, epochMillis);
      }
    };
  }

  String letter(String service) {
    var alerts = new ArrayList<Alert>(last.alerts());
    alerts.removeIf(alert -> !alert.service().equals(service));
    return alerts.isEmpty()
        ? "."
        : alerts.stream().map(alert -> letter(alert.verdict())).collect(Collectors.joining());
  }

  private static String letter(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Clear() -> "r";
      case Verdict.Pending(Moment _) -> "p";
      case Verdict.Firing(Moment _, boolean kept) -> kept ? "k" : "F";
      case Verdict.Unknown(String _, Verdict _) -> "?";
    };
  }
}
