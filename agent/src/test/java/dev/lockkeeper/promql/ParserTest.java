package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 + 2 * 3                | (1 + (2 * 3))
          1 - 2 - 3                | ((1 - 2) - 3)
          2 ^ 3 ^ 2                | (2 ^ (3 ^ 2))
          -x ^ 2                   | (-(x ^ 2))
          -x * 2                   | ((-x) * 2)
          2 ^ -x * 3               | ((2 ^ (-x)) * 3)
          a or b and c             | (a or (b and c))
          a and b unless c         | ((a and b) unless c)
          a == 1 and b > 2 + 3     | ((a == 1) and (b > (2 + 3)))
          a % b / c                | ((a % b) / c)
          a > b == c               | ((a > b) == c)
          a + on(x) b * c          | (a + (b * c))
          """)
  void operatorsBindAsPrometheusSays(String expression, String grouped) {
    assertThat(grouped(Parser.parse(expression))).isEqualTo(grouped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rate(up[5m)                 | 1:11 | expected "]"
          up == == 1                  | 1:7  | expected an expression
          ratee(up[5m])               | 1:1  | did you mean "rate"?
          1 + info(up)                | 1:5  | function info is not supported
          2 * histogram_count(up)     | 1:5  | needs native histograms, which are not supported
          up </ 5                     | 1:1  | operator </ needs native histograms
          up[5m * 2]                  | 1:7  | duration expressions are not supported
          up[5m] anchored             | 1:8  | anchored vectors are not supported
          a + on(x) fill(0) b         | 1:11 | fill modifiers are not supported
          abs(up,)                    | 1:7  | trailing commas not allowed
          rate(up)                    | 1:6  | expected type range vector in call to function "rate", got instant vector
          up{job=1}                   | 1:8  | expected a string
          up{job~"x"}                 | 1:7  | unexpected character
          up{job=~"("}                | 1:9  | not a regular expression
          sum by job (up)             | 1:8  | expected "("
          {job=""}                    | 1:1  | at least one non-empty matcher
          1 == 1                      | 1:3  | must use BOOL
          up and 1                    | 1:4  | not allowed in binary scalar
          up + bool down              | 1:6  | bool modifier
          up + on(a) group_left(a) x  | 1:12 | must not occur in ON and GROUP
          up offset 5m offset 5m      | 1:14 | multiple times
          (1 + 2                      | 1:7  | unexpected end of input
          up up                       | 1:4  | expected an operator or the end
          """)
  void errorsSayWhereAndWhatWasExpected(String expression, String at, String message) {
    assertThatThrownBy(() -> Planner.plan(expression.strip()))
        .isInstanceOfSatisfying(
            PromqlException.class,
            e ->
                assertThat(e.messageWithPosition())
                    .startsWith(at.strip() + ": ")
                    .contains(message));
  }

  @Test
  void everyPartKnowsWhereItStands() {
    var binary = (Expr.Binary) Parser.parse("  rate(a[5m]) > 0.5");
    assertThat(binary.start()).isEqualTo(2);
    assertThat(binary.left().end()).isEqualTo(13);
    assertThat(binary.right().start()).isEqualTo(16);
    assertThat(binary.end()).isEqualTo(19);
  }

  @Test
  void positionsOfSeveralLinesCountLinesAndColumns() {
    assertThatThrownBy(() -> Parser.parse("a +\n  b +\n )"))
        .isInstanceOfSatisfying(
            PromqlException.class, e -> assertThat(e.messageWithPosition()).startsWith("3:2: "));
  }

  @Test
  void aPlanKnowsWhatItReadsAndHowFarBack() {
    var plan =
        Planner.plan("rate(a{service=\"x\"}[5m] offset 1m) > on(service) max_over_time(b[10m:1m])");
    assertThat(plan.metricNames()).containsExactly("a", "b");
    assertThat(plan.longestWindow()).isEqualTo(Duration.ofMinutes(10));
    assertThat(plan.mayRead(Set.of("a"), dev.lockkeeper.model.Labels.of("service", "y"))).isFalse();
    assertThat(plan.mayRead(Set.of("a"), dev.lockkeeper.model.Labels.of("service", "x"))).isTrue();
    assertThat(plan.mayRead(Set.of("c"), dev.lockkeeper.model.Labels.NONE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          up == 0                                      | true
          sum(up)                                      | false
          sum by (service) (up)                        | true
          sum without (service) (up)                   | false
          sum without (x) (up)                         | true
          a and on() b                                 | true
          a * on(x) b                                  | false
          a * on(service) b                            | true
          a * on(x) group_left(service) b              | true
          vector(1)                                    | false
          absent(up{service="x"})                      | true
          absent(up)                                   | false
          label_replace(vector(1), "service", "x", "", "") | true
          rate(x{service=""}[5m])                      | false
          """)
  void whetherAResultCanCarryTheServiceLabelIsKnown(String expression, boolean carries) {
    assertThat(Planner.plan(expression.strip()).mayCarry("service")).isEqualTo(carries);
  }

  @Test
  void hostileInputIsRefusedByTheParserItselfAndSoon() {
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          refused("(".repeat(100_000));
          refused("-".repeat(100_000) + "1");
          refused("1" + "+1".repeat(100_000));
          refused("a" + "[5m:1m]".repeat(50_000));
          refused("abs(".repeat(100_000));
          refused("1".repeat(100_000));
          refused("\"" + "\\x".repeat(1000));
          refused("a[99999999999999999y]");
        });
  }

  @Test
  void randomWordsNeverMakeItFailOtherwise() {
    String[] words = {
      "a",
      "sum",
      "by",
      "(",
      ")",
      "{",
      "}",
      "[",
      "]",
      "=",
      "=~",
      "!=",
      "\"x\"",
      "'",
      "5m",
      "1",
      ",",
      "rate",
      "on",
      "group_left",
      "bool",
      "offset",
      "@",
      "start",
      "-",
      "+",
      "^",
      "and",
      "or",
      ":",
      "==",
      "label_replace",
      "topk",
      "inf",
      "0x",
      "1e",
      "\\",
      "`",
      "#",
      "\n",
      "é",
      "count_values"
    };
    var random = new Random(42);
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(12) + 1;
      for (int j = 0; j < length; j++) {
        text.append(words[random.nextInt(words.length)]);
        if (random.nextBoolean()) {
          text.append(' ');
        }
      }
      try {
        var plan = Planner.plan(text.toString());
        assertThat(plan.mayCarry("service")).isIn(true, false);
      } catch (PromqlException e) {
        assertThat(e.start()).isBetween(0, text.length());
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> Planner.plan(text)).isInstanceOf(PromqlException.class);
  }

  private static String grouped(Expr expr) {
    return switch (expr) {
      case Expr.Binary b ->
          "(" + grouped(b.left()) + " " + b.operator().text() + " " + grouped(b.right()) + ")";
      case Expr.Negation n -> "(-" + grouped(n.inner()) + ")";
      case Expr.NumberLiteral n -> Numbers.text(n.value());
      case Expr.VectorSelector s -> s.matchers().getFirst().value();
      default -> expr.toString();
    };
  }
}
