package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.cli.RuleTools;
import dev.lockkeeper.report.DocumentText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTestRunTest {
  private static final String RULES =
      """
      groups:
        - name: web
          interval: 10m
          rules:
            - alert: Hung
              expr: probe_success == 0
              for: 2m
              labels: { severity: page }
              annotations: { summary: "{{ $labels.service }} hangs" }
              remedy: restart
              mode: approve
      """;

  private static final String HEAD =
      """
      rule_files: [ "ru*.yml" ]
      evaluation_interval: 1m
      tests:
        - name: hangs
          input_series:
            - { series: 'probe_success{service="web1"}', values: "1 0 0 0 0" }
      """;

  @TempDir Path folder;

  @BeforeEach
  void rules() throws Exception {
    Files.writeString(folder.resolve("rules.yml"), RULES);
  }

  @Test
  void remediesAreComparedWhereATestNamesThem() throws Exception {
    var outcome =
        run(
            HEAD
                + """
                    alert_rule_test:
                      - { eval_time: 2m, alertname: Hung, exp_alerts: [], exp_remedies: [] }
                      - eval_time: 3m
                        alertname: Hung
                        exp_alerts:
                          - exp_labels: { service: web1, severity: page }
                            exp_annotations: { summary: web1 hangs }
                        exp_remedies: [ { service: web1, remedy: restart, mode: approve } ]
                      - eval_time: 3m
                        alertname: Hung
                        exp_alerts:
                          - exp_labels: { service: web1, severity: page }
                            exp_annotations: { summary: web1 hangs }
                """);
    assertThat(text(outcome)).isEqualTo("ok    " + file() + "  1 test");
    assertThat(outcome.fine()).isTrue();
  }

  @Test
  void whatCameInsteadIsShownLineByLine() throws Exception {
    var outcome =
        run(
            HEAD
                + """
                    alert_rule_test:
                      - eval_time: 3m
                        alertname: Hung
                        exp_alerts:
                          - exp_labels: { service: web1, severity: page }
                            exp_annotations: { summary: web1 hung }
                        exp_remedies: [ { service: web2, remedy: restart } ]
                      - eval_time: 2m
                        alertname: Hung
                        exp_alerts: [ { exp_labels: { service: web1, severity: page } } ]
                    promql_expr_test:
                      - expr: probe_success + 1
                        eval_time: 1m
                        exp_samples: [ { labels: '{service="web1"}', value: 2 } ]
                """);
    assertThat(outcome.fine()).isFalse();
    assertThat(text(outcome))
        .isEqualTo(
            """
            - was expected, + came instead
            F:14:9: hangs: alert Hung at 2m
                - {service="web1", severity="page"}   (pending for 1m)
            F:8:9: hangs: alert Hung at 3m
                  {service="web1", severity="page"}
                -   summary: web1 hung
                +   summary: web1 hangs
            F:8:9: hangs: remedies of alert Hung at 3m
                - restart web2
                + restart web1 (approve)
            F:18:9: hangs: expression probe_success + 1 at 1m
                - {service="web1"} 2
                + {service="web1"} 1
            FAIL  F
            1 file, 1 test: 1 test failed\
            """
                .replace("F:", file() + ":")
                .replace("FAIL  F", "FAIL  " + file()));
    assertThat(DocumentText.pretty(outcome.document()))
        .contains("\"ok\" : false", "\"what\" : \"alert Hung at 2m\"", "\"- restart web2\"");
  }

  @Test
  void everythingWrongInAFileIsToldWithItsPlace() throws Exception {
    var outcome =
        run(
            """
            rule_files: [ rules.yml, missing.yml ]
            evaluation_intervall: 1m
            tests:
              - interval: 0
                input_series:
                  - { series: 'up', values: "1 2" }
                  - { sereis: 'up', values: "1 2" }
                alert_rule_test:
                  - { eval_time: 1, alertname: X, exp_alert: [] }
                promql_expr_test:
                  - { expr: up, eval_time: 1m, exp_samples: [ { labels: up, value: one, histogram: "{{}}" } ] }
            """);
    assertThat(outcome.fine()).isFalse();
    assertThat(text(outcome).replace(file(), "F").replace(folder.toString(), "D"))
        .contains(
            "F:2:1: error: evaluation_intervall: unknown key; did you mean `evaluation_interval`?",
            "F:4:15: error: tests[0].interval: must be longer than nothing",
            "F:7:9: error: tests[0].input_series[1]: `series` is missing",
            "F:7:11: error: tests[0].input_series[1].sereis: unknown key; did you mean `series`?",
            "F:9:22: error: tests[0].alert_rule_test[0].eval_time: `1` has no unit",
            "F:9:39: error: tests[0].alert_rule_test[0].exp_alert: unknown key; did you mean"
                + " `exp_alerts`?",
            "`one` is not a number",
            "native histograms are not supported",
            "D/missing.yml: error: no such file");
  }

  @Test
  void seriesAndExpressionsThatAreNoneAreToldBeforeAnythingRuns() throws Exception {
    var outcome =
        run(
            """
            rule_files: [ rules.yml ]
            tests:
              - input_series:
                  - { series: 'up{a=~"b"}', values: "1 2" }
                  - { series: 'up', values: "1 2 three" }
                  - { series: 'up', values: "{{count:1}}" }
                promql_expr_test:
                  - { expr: "up ==", eval_time: 1m }
                alert_rule_test:
                  - { eval_time: 1m, alertname: Hnug }
            """);
    assertThat(text(outcome).replace(file(), "F"))
        .isEqualTo(
            """
            F:4:20: error: tests[0].input_series[0].series: a series' labels are written with "="
            F:5:38: error: tests[0].input_series[1].values: "three" is not a value, such as 1, 0+10x5, _x3 or stale
            F:6:34: error: tests[0].input_series[2].values: native histograms are not supported
            F:8:23: error: tests[0].promql_expr_test[0].expr: unexpected end of input, expected an expression
            F:10:9: warning: tests[0].alert_rule_test[0].alertname: no rule has the alert `Hnug`
            FAIL  F\
            """);
  }

  @Test
  void timeBeginsWhereATestSays() throws Exception {
    var outcome =
        run(
            """
            rule_files: []
            tests:
              - start_timestamp: 2026-11-23T12:00:00Z
                promql_expr_test:
                  - { expr: "year()", eval_time: 1m, exp_samples: [ { value: 2026 } ] }
                  - { expr: "minute()", eval_time: 2m, exp_samples: [ { value: 2 } ] }
              - start_timestamp: 1609459200
                promql_expr_test:
                  - { expr: "time()", eval_time: 1m, exp_samples: [ { value: 1609459260 } ] }
            """);
    assertThat(text(outcome)).endsWith("2 tests");
    assertThat(outcome.fine()).isTrue();
  }

  @Test
  void fuzzyCompareForgivesTheLastBit() throws Exception {
    String test =
        """
        fuzzy_compare: FUZZY
        tests:
          - promql_expr_test:
              - { expr: "vector(0.1 + 0.2)", eval_time: 0, exp_samples: [ { value: 0.3 } ] }
        """;
    assertThat(run(test.replace("FUZZY", "true")).fine()).isTrue();
    assertThat(run(test.replace("FUZZY", "false")).fine()).isFalse();
  }

  @Test
  void aJunitReportCanBeWritten() throws Exception {
    var report = folder.resolve("report.xml");
    Files.writeString(folder.resolve("test.yaml"), HEAD);
    new RulesTestRun()
        .test(
            new RuleTools.TestRequest(
                List.of(file()), Optional.empty(), Optional.of("^hangs$"), Optional.of(report)));
    assertThat(Files.readString(report))
        .contains("tests=\"1\" failures=\"0\"", "<testcase name=\"hangs\"></testcase>");
  }

  @Test
  void aNameThatMatchesNothingIsSaid() {
    assertThatThrownBy(() ->
            new RulesTestRun()
                .test(
                    new RuleTools.TestRequest(
                        List.of(folder + "/no*.yml"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
        .hasMessageContaining("matches no file");
  }

  private String file() {
    return folder.resolve("test.yaml").toString();
  }

  private RuleTools.Outcome run(String test) throws Exception {
    Files.writeString(folder.resolve("test.yaml"), test);
    return new RulesTestRun()
        .test(
            new RuleTools.TestRequest(
                List.of(file()), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static String text(RuleTools.Outcome outcome) {
    return outcome.lines().stream().map(RuleTools.Line::text).collect(Collectors.joining("\n"));
  }
}
