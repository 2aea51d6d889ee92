package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever stands in a rule file: it is refused with a message or evaluated, soon, and with little
/// memory.
class PromqlHostileInputTest {
  private static final int MEBIBYTE = 1 << 20;

  /// far above what is needed, far below what would hurt
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final long MUCH = 256L * MEBIBYTE;

  static Stream<Arguments> longTexts() {
    return Stream.of(
            "(",
            "[",
            "{",
            "-",
            "+",
            "1+",
            "a or ",
            "abs(",
            "a[5m:",
            "sum by (",
            "sum(a)",
            "\"",
            "'\\x",
            "`",
            "#",
            "\n",
            "1",
            "1e",
            "1_",
            "0x",
            "5m",
            "9y",
            "1MiB",
            "a",
            "ä",
            ":",
            "{a=~\"",
            "{a=\"b\",",
            "a @ ",
            "a offset ",
            "a offset -5m ",
            "a@1[5m:]",
            "!",
            "=~",
            "</",
            "\u0000",
            "\ud800",
            "topk(1,",
            "a*on(b)group_left(c)",
            "label_replace(a,\"b\",\"$1\",\"c\",\"(.*)\") or ")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("longTexts")
  void aWordRepeatedUpToAMebibyteIsRefusedSoon(String word) {
    for (int length : new int[] {1000, 50_000, 130_000, MEBIBYTE}) {
      String text = word.repeat(Math.max(1, length / word.length()));
      frugally(() -> planned(text));
      frugally(() -> planned("sum(" + text + ")"));
      frugally(() -> planned("a" + text + "b"));
    }
  }

  @Test
  void nestingIsBoundedInEveryWayThatNests() {
    for (int depth : new int[] {150, 300, 20_000}) {
      String close = ")".repeat(depth);
      for (String text :
          new String[] {
            "(".repeat(depth) + "a" + close,
            "abs(".repeat(depth) + "a" + close,
            "sum by (b) (".repeat(depth) + "a" + close,
            "-(".repeat(depth) + "a" + close,
            "1+(".repeat(depth) + "a" + close,
            "a" + "[5m:1m]".repeat(depth),
            "a" + " + a".repeat(depth),
            "2" + " ^ 2".repeat(depth),
            "max_over_time(".repeat(depth) + "a" + "[5m:1m])".repeat(depth),
          }) {
        frugally(() -> planned(text));
      }
    }
    assertThat(planned("(".repeat(150) + "a" + ")".repeat(150))).isTrue();
    assertThatThrownBy(() -> Planner.plan("(".repeat(300) + "a" + ")".repeat(300)))
        .isInstanceOf(PromqlException.class)
        .hasMessageContaining("nested too deeply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x{1000}{1000}",
        "(x{1000}){1000}",
        "((x{100}){100}){100}",
        "(?:(?:(?:x{10}){10}){10}){10}{10}",
        "([a-z]{500}[[:alpha:]]{500}){200}",
        "(\\pL{1000}){1000}",
        "(((((x{9}){9}){9}){9}){9}){9}"
      })
  void aRegularExpressionThatWouldNotFitIsRefused(String regex) {
    frugally(() -> {
      for (String text :
          new String[] {
            "up{a=~\"" + regex.replace("\\", "\\\\") + "\"}",
            "label_replace(up, \"a\", \"\", \"b\", \"" + regex.replace("\\", "\\\\") + "\")"
          }) {
        assertThatThrownBy(() -> Planner.plan(text))
            .isInstanceOf(PromqlException.class)
            .hasMessageContaining("regular expression");
      }
    });
  }

  @Test
  void manyRegularExpressionsOfOneExpressionAreCountedTogether() {
    String selector = "up{a=~\"x{900}\"}";
    frugally(() -> assertThat(planned(selector)).isTrue());
    frugally(() -> assertThat(planned(selector + (" or " + selector).repeat(100))).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(((((a*)*)*)*)*)*b", "(a|a|a|aa)+$", "(.*.*.*.*.*)*x", "(x+x+)+y"})
  void whatMakesOthersBacktrackIsMatchedInLinearTime(String regex) {
    frugally(() -> {
      var matcher = new Matcher("a", Matcher.Operator.MATCH, regex);
      assertThat(matcher.matches("a".repeat(20_000) + "c")).isFalse();
    });
  }

  @Test
  void charactersAndClassesAreNotTakenForRepetitions() {
    for (String regex :
        new String[] {
          "[{]1000}[}]", "\\{1000\\}", "a{1,", "x{0,1000}", "[[:alpha:]{9999}]", "{5}"
        }) {
      frugally(() -> planned("up{a=~`" + regex + "`}"));
    }
    assertThat(new Matcher("a", Matcher.Operator.MATCH, "[{]12[}]").matches("{12}")).isTrue();
    assertThat(new Matcher("a", Matcher.Operator.MATCH, "x{0,900}").matches("xxx")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max_over_time(vector(1)[100y:1ms])",
        "sum_over_time(sum_over_time(vector(1)[1d:1s])[1d:1s])",
        "max_over_time(max_over_time(max_over_time(vector(time())[1h:1s])[1h:1s])[1h:1s])",
        "max_over_time({__name__!=\"\"}[30d:1s])",
        "max_over_time(max_over_time(up[1d])[30d:1s])"
      })
  void subqueriesThatNeverEndAreStopped(String text) {
    var series = new ScriptedSeries();
    for (int i = 0; i < 100; i++) {
      series.add(dev.lockkeeper.model.SeriesId.of("up", "n", Integer.toString(i)), 0, 1);
    }
    Assertions.assertTimeout(
        SOON,
        () ->
            assertThatThrownBy(() -> Planner.plan(text).evaluate(series, 1_000_000))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(
                    "query processing would load too many samples into memory in query execution"));
  }

  @Test
  void timesAndDurationsBeyondReasonDoNotOverflow() {
    var series = new ScriptedSeries();
    series.add(dev.lockkeeper.model.SeriesId.of("up"), 0, 1);
    for (String text :
        new String[] {
          "up @ 9e15",
          "up @ -9e11 offset 1000y",
          "up offset 999999999y",
          "rate(up[9999999999999999s])",
          "up offset -100y @ 9e11",
          "count_over_time(up[1000y])",
          "max_over_time(up[1000y:500y])",
          "max_over_time(up[1h:1000y])",
          "hour(vector(1e300)) + year(vector(-1e300)) + day_of_year(vector(NaN))",
          "clamp(up, -Inf, Inf) ^ 1e308 ^ 1e308",
          "predict_linear(up[5m], 1e308)",
          "round(up, 0) + round(up, -0) + round(up, Inf)",
          "9".repeat(390) + "e" + "9".repeat(9),
          "0x" + "f".repeat(390),
          "topk(9e300, up)",
          "quantile(1e308, up)"
        }) {
      frugally(() -> {
        try {
          Planner.plan(text).evaluate(series, 60_000);
        } catch (PromqlException | EvaluationException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      });
    }
  }

  @Test
  void anyCharactersAreRefusedOrRead() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      int length = random.nextInt(40);
      for (int j = 0; j < length; j++) {
        text.append(
            random.nextInt(8) == 0
                ? (char) random.nextInt(0x10000)
                : (char) (' ' + random.nextInt(95)));
      }
      planned(text.toString());
    }
  }

  /// Whether it is PromQL; if not, the message says where and what.
  private static boolean planned(String text) {
    try {
      Planner.plan(text);
      return true;
    } catch (PromqlException e) {
      assertThat(e.start()).isBetween(0, text.length());
      assertThat(e.end()).isBetween(e.start(), text.length());
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1000);
      return false;
    }
  }

  private static void frugally(Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Assertions.assertTimeout(
        SOON,
        () -> {
          long before = threads.getCurrentThreadAllocatedBytes();
          work.run();
          assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MUCH);
        });
  }
}
