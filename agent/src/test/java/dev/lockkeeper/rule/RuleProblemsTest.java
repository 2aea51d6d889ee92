package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.rule.check.KnownMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleProblemsTest {
  @Test
  void allProblemsAreReportedAtOnceAndNothingIsCompiled() {
    var compilation =
        compile(
            rule("up ==", true, null, "x"),
            rule("ratee(up[5m])", true, null, "{{ $labels.x | shout }}"));
    assertThat(compilation.rules()).isNull();
    assertThat(compilation.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "rules/web.yml:7:20: error: groups[0].rules[0].expr: unexpected end of input, expected"
                + " an expression",
            "rules/web.yml:6:9: warning: groups[0].rules[0]: has the name and the labels of the"
                + " rule in line 6 of the same group",
            "rules/web.yml:7:15: error: groups[0].rules[0].expr: unknown function \"ratee\"; did"
                + " you mean \"rate\"?",
            "rules/web.yml:6:9: error: groups[0].rules[0].annotations.summary: "
                + "function \"shout\" not defined (at 1:16 of the text)");
  }

  @Test
  void anExpressionOfSeveralLinesPointsAtItsBeginningAndSaysWhere() {
    var problem = compile(rule("up\n==\n)", false, null, "")).problems().getFirst();
    assertThat(problem.line()).isEqualTo(7);
    assertThat(problem.column()).isEqualTo(15);
    assertThat(problem.message()).startsWith("at 3:1 of the expression: unexpected \")\"");
  }

  @Test
  void aRemedyWhoseResultCannotCarryTheServiceLabelIsAnError() {
    assertThat(compile(rule("sum(up) == 0", true, Remedy.RESTART, "")).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("\"service\""));
    assertThat(compile(rule("sum by (service) (up) == 0", true, Remedy.RESTART, "")).problems())
        .isEmpty();
  }

  @Test
  void aWindowLongerThanTheStoreKeepsIsAWarning() {
    var compilation = compile(rule("rate(up[1h]) > 0", true, null, ""));
    assertThat(compilation.rules()).isNotNull();
    assertThat(compilation.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
          assertThat(problem.message()).contains("looks back 1h, but the store keeps 15m");
        });
  }

  @Test
  void moreRulesThanTheMemoryHoldsAreRefusedBeforeTheyAreCompiled() {
    var settings =
        new Rules.Settings(
            Duration.ofSeconds(1),
            Duration.ofMinutes(15),
            Labels.NONE,
            "",
            KnownMetrics.UNCHECKED,
            2);
    var group =
        RuleTimeline.group(
            rule("a > 1", true, null, ""), rule("b >", true, null, ""), rule("c", true, null, ""));
    var compilation = Rules.compile(List.of(group), settings);
    assertThat(compilation.rules()).isNull();
    assertThat(compilation.problems())
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.message())
                .startsWith("with this file there are 3 rules, and this process' memory holds 2"));
  }

  @Test
  void regularExpressionsThatAreTooLargeTogetherAreRefusedAndEqualOnesCountOnce() {
    var same = new RuleSpec[100];
    var different = new RuleSpec[100];
    for (int i = 0; i < 100; i++) {
      same[i] = rule("a%d{l=~\"(x{90}){90}\"}".formatted(i), true, null, "");
      different[i] = rule("a{l=~\"(x{90}){90}%d\"}".formatted(i), true, null, "");
    }
    assertThat(compile(same).rules()).isNotNull();
    assertThat(compile(different).problems())
        .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
        .singleElement()
        .satisfies(problem ->
            assertThat(problem.message())
                .contains("the regular expressions of all rules are too large together"));
  }

  private static Rules.Compilation compile(RuleSpec... specs) {
    return Rules.compile(List.of(RuleTimeline.group(specs)), RuleTimeline.SETTINGS);
  }

  private static RuleSpec rule(String expr, boolean plain, Remedy remedy, String summary) {
    return new RuleSpec(
        "Down",
        null,
        expr,
        new Position(7, 15),
        plain,
        new Position(6, 9),
        "groups[0].rules[0]",
        Duration.ZERO,
        Duration.ZERO,
        Map.of(),
        Map.of("summary", summary),
        remedy,
        null);
  }
}
