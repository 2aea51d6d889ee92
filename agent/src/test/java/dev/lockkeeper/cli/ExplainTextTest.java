package dev.lockkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Explanation.Outlook;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.report.DocumentText;
import dev.lockkeeper.report.ExplanationDocument;
import dev.lockkeeper.rule.Explainer;
import dev.lockkeeper.rule.RuleReport;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a person reads who asks why an alert is or is not firing, word for word: in
/// `src/test/resources/cli/explain`; `-Dgolden.write=true` writes it anew.
class ExplainTextTest {
  private static final Path FOLDER = Path.of("src/test/resources/cli/explain");

  private final SeriesStore store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
  private final List<RuleSpec> specs = new ArrayList<>();
  private Moment now = new Moment(1_795_458_000_000L, 0);
  private RuleReport said = RuleReport.QUIET;
  private Rules rules;

  private ExplainTextTest rule(String name, String expr, int forSeconds, Remedy remedy) {
    specs.add(
        new RuleSpec(
            name,
            null,
            expr,
            new Position(15, 15),
            true,
            new Position(14 + specs.size() * 10, 9),
            "groups[0].rules[" + specs.size() + "]",
            Duration.ofSeconds(forSeconds),
            Duration.ZERO,
            Map.of("severity", "critical"),
            Map.of(),
            remedy,
            remedy == null ? null : Mode.APPROVE));
    return this;
  }

  private RuleGroupSpec group() {
    return new RuleGroupSpec("rules/web.yml", "web", null, 0, Map.of(), specs);
  }

  private ExplainTextTest sample(String metric, double value, String... labels) {
    store
        .appender(now.epochMillis(), Duration.ofSeconds(5))
        .sample(SeriesId.of(metric, labels), value);
    return this;
  }

  private void tick(Overdue... overdue) {
    if (rules == null) {
      rules =
          Objects.requireNonNull(
              Rules.compile(
                      List.of(group()),
                      new Rules.Settings(
                          Duration.ofSeconds(1), Duration.ofMinutes(15), Labels.NONE))
                  .rules());
    }
    said = rules.evaluate(store, List.of(overdue), now, dev.lockkeeper.rule.Recorder.NONE);
    now = now.plus(Duration.ofSeconds(1));
  }

  private Map<String, ?> explain(String name) {
    var explainer =
        new Explainer(
            List.of(group()),
            said,
            store,
            (rule, service) ->
                new Outlook(
                    Objects.requireNonNull(rule.remedy()),
                    service,
                    Mode.APPROVE,
                    List.of(
                        "cooldown: 4 min of 10 min are left",
                        "mode approve: somebody is asked first")));
    return ExplanationDocument.of(explainer.explain(name, now.instant()));
  }

  private void reads(String golden, String name) throws IOException {
    var out = new StringWriter();
    var terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(out),
            false,
            100,
            InstantSource.fixed(now.instant()),
            ZoneId.of("Europe/Berlin"));
    new ExplainText(terminal, new Node(explain(name))).print();
    terminal.out().flush();
    isOnRecord(golden, out.toString());
  }

  private static void isOnRecord(String golden, String text) throws IOException {
    var file = FOLDER.resolve(golden + ".txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  private ExplainTextTest hung() {
    return rule(
        "WebServerHung", "probe_success == 0 and on(service) service_up == 1", 1, Remedy.RESTART);
  }

  @Test
  void theSideOfAnAndThatIsMissingIsNamedForEachServer() throws IOException {
    hung()
        .sample("probe_success", 0, "service", "nginx-1")
        .sample("service_up", 0, "service", "nginx-1")
        .sample("probe_success", 1, "service", "nginx-2")
        .sample("service_up", 1, "service", "nginx-2")
        .sample("probe_success", 0, "service", "nginx-3")
        .tick();
    reads("and", "WebServerHung");
    isOnRecord("and-json", DocumentText.pretty(explain("WebServerHung")) + "\n");
  }

  @Test
  void aPendingAndAFiringAlertTellSinceWhenAndWhatHoldsTheRemedy() throws IOException {
    rule("WebServerHung", "probe_success == 0", 5, Remedy.RESTART);
    for (int i = 0; i < 8; i++) {
      sample("probe_success", 0, "service", "nginx-1");
      sample("probe_success", i < 5 ? 1 : 0, "service", "nginx-2");
      tick();
    }
    reads("firing", "WebServerHung");
  }

  @Test
  void anOverdueSourceMakesItUnknown() throws IOException {
    rule("WebServerHung", "probe_success == 0", 0, null);
    sample("probe_success", 0, "service", "nginx-1").tick();
    for (int i = 0; i < 7; i++) {
      tick(
          new Overdue(
              "probe of nginx-1",
              Set.of("probe_success"),
              Labels.of("service", "nginx-1"),
              "no answer for 3 s"));
    }
    reads("unknown", "WebServerHung");
  }

  @Test
  void arithmeticOfTwoVectorsShowsBothSidesAndTheNearestFirst() throws IOException {
    rule("DiskFull", "node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1", 60, null);
    for (int i = 0; i < 14; i++) {
      String[] labels = {"device", "/dev/sd" + (char) ('a' + i), "mountpoint", "/srv/" + i};
      sample("node_filesystem_size_bytes", 1e9, labels);
      sample("node_filesystem_avail_bytes", 1e9 - i * 6e7, labels);
    }
    sample("node_filesystem_avail_bytes", 1, "device", "tmpfs", "mountpoint", "/run");
    tick();
    reads("arithmetic", "DiskFull");
  }

  @Test
  void anAggregationShowsWhatItPutTogetherAndARangeItsSamples() throws IOException {
    rule(
        "Errors",
        "sum by (service) (rate(http_requests_total{code=~\"5..\"}[1m]))\n"
            + "  / on (service) group_left ()\n"
            + "sum by (service) (rate(http_requests_total[1m])) > 0.05",
        0,
        null);
    for (int i = 0; i < 40; i++) {
      sample("http_requests_total", i * 100.0, "service", "web", "code", "200");
      sample("http_requests_total", i, "service", "web", "code", "500");
      sample("http_requests_total", i * 2.0, "service", "web", "code", "503");
      if (i == 39) {
        sample("http_requests_total", 5, "service", "new", "code", "500");
      }
      tick();
    }
    reads("aggregation", "Errors");
  }

  @Test
  void whereThereIsNoSeriesAtAllEveryPartSaysSo() throws IOException {
    hung().tick();
    reads("nothing", "WebServerHung");
  }

  @Test
  void whatHasGoneStaleIsSaidWithItsAge() throws IOException {
    hung()
        .sample("probe_success", 0, "service", "nginx-1")
        .sample("service_up", 1, "service", "nginx-1")
        .tick();
    now = now.plus(Duration.ofSeconds(30));
    sample("probe_success", 0, "service", "nginx-1").tick();
    reads("stale", "WebServerHung");
  }

  @Test
  void unlessOrAbsentSubqueryAndRelabellingAreFollowed() throws IOException {
    rule("A", "up == 0 unless on (service) maintenance == 1", 0, null)
        .rule("A", "up > 5 or up == 0", 0, null)
        .rule("A", "absent(up{service=\"a\"})", 0, null)
        .rule("A", "max_over_time(up[30s:10s]) < -up", 0, null)
        .rule("A", "label_replace(up == 0, \"host\", \"$1\", \"service\", \"(.*)\")", 0, null)
        .rule("A", "topk(1, up) > 3", 0, null)
        .rule("A", "scalar(sum(up)) > bool 2", 0, null)
        .rule("A", "vector(time()) < 5", 0, null);
    for (int i = 0; i < 30; i++) {
      sample("up", 0, "service", "a").sample("up", 1, "service", "b");
      sample("maintenance", 1, "service", "a").tick();
    }
    reads("operators", "A");
  }

  @Test
  void anExpressionThatFailsSaysWhere() throws IOException {
    rule("Bad", "up == 0 and on() (up * on() up)", 0, null);
    sample("up", 0, "service", "a").sample("up", 0, "service", "b").tick();
    reads("failing", "Bad");
  }

  @Test
  void aNameThatIsNearIsSuggested() {
    hung();
    assertThatThrownBy(() -> explain("WebserverHang"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no rule is called \"WebserverHang\"; did you mean \"WebServerHung\"?");
  }
}
