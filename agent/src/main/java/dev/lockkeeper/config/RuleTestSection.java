package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleTestFile;
import dev.lockkeeper.model.RuleTestFile.AlertCase;
import dev.lockkeeper.model.RuleTestFile.ExpectedAlert;
import dev.lockkeeper.model.RuleTestFile.ExpectedRemedy;
import dev.lockkeeper.model.RuleTestFile.ExpectedSample;
import dev.lockkeeper.model.RuleTestFile.ExpressionCase;
import dev.lockkeeper.model.RuleTestFile.InputSeries;
import dev.lockkeeper.model.RuleTestFile.RuleTest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A file of unit tests of rules: promtool's keys, and `exp_remedies`.
final class RuleTestSection {
  private static final Keys SERIES =
      Keys.of(
          Key.text("series", "Name and labels, such as `up{job=\"web\"}`.").asRequired(),
          Key.text("values", "One sample an interval: `1 2 3`, `0+10x5`, `_` for none, `stale`.")
              .asRequired());
  private static final Keys ALERT =
      Keys.of(
          Key.names("exp_labels", "The alert's labels, without `alertname`."),
          Key.names("exp_annotations", "Its annotations, expanded."));
  private static final Keys REMEDY =
      Keys.of(
          Key.text("service", "For which service.").asRequired(),
          Key.choice("remedy", Remedy.class, "What is asked for.").asRequired(),
          Key.choice("mode", Mode.class, "The rule's own mode.").otherwise("not looked at"));
  private static final Keys ALERT_CASE =
      Keys.of(
          Key.ruleSpan("eval_time", "When, from the test's start.").asRequired(),
          Key.text("alertname", "Which alert.").asRequired(),
          Key.list("exp_alerts", ALERT, "Every alert that fires then; none: it must not fire."),
          Key.list(
              "exp_remedies",
              REMEDY,
              "Every remedy that is asked for then. Not portable: promtool does not know it."));
  private static final Keys SAMPLE =
      Keys.of(
          Key.text("labels", "Name and labels, such as `up{job=\"web\"}`."),
          Key.text("value", "A number, NaN or Inf included."),
          Key.text("histogram", "Refused: native histograms are not supported."));
  private static final Keys EXPRESSION_CASE =
      Keys.of(
          Key.text("expr", "PromQL.").asRequired(),
          Key.ruleSpan("eval_time", "When, from the test's start.").asRequired(),
          Key.list("exp_samples", SAMPLE, "Every element of the result."));
  private static final Keys TEST =
      Keys.of(
          Key.text("name", "For the output."),
          Key.ruleSpan("interval", "Between two values of a series.")
              .otherwise("`evaluation_interval`"),
          Key.text("start_timestamp", "Seconds since 1970, or RFC 3339.").otherwise("0"),
          Key.list("input_series", SERIES, "What the rules see."),
          Key.list("alert_rule_test", ALERT_CASE, "Which alerts fire when."),
          Key.list("promql_expr_test", EXPRESSION_CASE, "What expressions yield."),
          Key.names("external_labels", "For templates."),
          Key.text("external_url", "For templates."));
  static final Keys FILE =
      Keys.of(
          Key.texts("rule_files", "Globs, relative to this file."),
          Key.ruleSpan("evaluation_interval", "Of groups that name none.").otherwise("1m"),
          Key.of(
                  "fuzzy_compare",
                  new Shape.Truth(),
                  "Whether values may differ in their last bits.")
              .otherwise("false"),
          Key.texts("group_eval_order", "Names of groups; the others follow."),
          Key.list("tests", TEST, "Each begins with empty series."));

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private RuleTestSection() {}

  /// @param root null: the file could not be read
  /// @param ruleFiles is told of the section and its globs
  static RuleTestFile read(
      String file,
      @Nullable YamlNode root,
      Problems problems,
      BiConsumer<Section, List<String>> ruleFiles) {
    if (root == null) {
      return new RuleTestFile(file, List.of(), MINUTE, false, List.of(), List.of());
    }
    var section = Section.of(root, "", problems, FILE);
    ruleFiles.accept(section, section.values("rule_files", RuleGlob::parse));
    var interval = duration(section, "evaluation_interval").orElse(MINUTE);
    var order = section.values("group_eval_order", text -> text);
    if (new HashSet<>(order).size() < order.size()) {
      section.error("group_eval_order", "names a group twice");
    }
    var tests = new ArrayList<RuleTest>();
    for (var test : section.sections("tests", TEST)) {
      tests.add(test(test, interval));
    }
    return new RuleTestFile(
        file,
        List.of(),
        interval,
        section.value("fuzzy_compare", RuleTestSection::truth).orElse(false),
        order,
        tests);
  }

  /// A duration that is not nothing.
  private static java.util.Optional<Duration> duration(Section section, String key) {
    return section.value(
        key,
        text -> {
          var duration = DurationText.parseInRules(text);
          if (duration.isZero()) {
            throw new IllegalArgumentException("must be longer than nothing");
          }
          return duration;
        });
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "`" + Problems.shorten(text) + "` is not true or false");
    };
  }

  private static RuleTest test(Section test, Duration interval) {
    var series = new ArrayList<InputSeries>();
    for (var one : test.sections("input_series", SERIES)) {
      series.add(
          new InputSeries(
              one.path(),
              one.text("series").orElse(""),
              place(one, "series"),
              one.text("values").orElse(""),
              place(one, "values")));
    }
    var alerts = new ArrayList<AlertCase>();
    for (var one : test.sections("alert_rule_test", ALERT_CASE)) {
      alerts.add(alerts(one));
    }
    var expressions = new ArrayList<ExpressionCase>();
    for (var one : test.sections("promql_expr_test", EXPRESSION_CASE)) {
      expressions.add(expression(one));
    }
    return new RuleTest(
        test.text("name").orElse(""),
        test.at(),
        test.path(),
        duration(test, "interval").orElse(interval),
        test.value("start_timestamp", RuleTestSection::instant).orElse(Instant.EPOCH),
        series,
        test.texts("external_labels"),
        test.text("external_url").orElse(""),
        alerts,
        expressions);
  }

  private static Position place(Section section, String key) {
    return section.node(key) instanceof Scalar scalar && scalar.exact()
        ? scalar.contentAt()
        : section.at(key);
  }

  /// Seconds since the Unix epoch, or as RFC 3339 has it.
  private static Instant instant(String text) {
    try {
      return text.matches("-?[0-9]{1,12}(\\.[0-9]{1,9})?")
          ? Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000))
          : Instant.parse(text);
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(
          "`%s` is neither seconds since 1970 nor like 2021-01-01T00:00:00Z"
              .formatted(Problems.shorten(text)),
          wrong);
    }
  }

  private static Duration evalTime(Section section) {
    return section.value("eval_time", DurationText::parseInRules).orElse(Duration.ZERO);
  }

  private static AlertCase alerts(Section section) {
    var alerts = new ArrayList<ExpectedAlert>();
    for (var one : section.sections("exp_alerts", ALERT)) {
      alerts.add(new ExpectedAlert(one.texts("exp_labels"), one.texts("exp_annotations")));
    }
    List<ExpectedRemedy> remedies = null;
    if (section.has("exp_remedies")) {
      remedies = new ArrayList<>();
      for (var one : section.sections("exp_remedies", REMEDY)) {
        remedies.add(
            new ExpectedRemedy(
                one.text("service").orElse(""),
                one.choice("remedy", Remedy.class).orElse(Remedy.RESTART),
                one.choice("mode", Mode.class).orElse(null)));
      }
    }
    return new AlertCase(
        section.at(),
        section.path(),
        evalTime(section),
        section.text("alertname").orElse(""),
        alerts,
        remedies);
  }

  private static ExpressionCase expression(Section section) {
    var samples = new ArrayList<ExpectedSample>();
    for (var one : section.sections("exp_samples", SAMPLE)) {
      if (one.has("histogram")) {
        one.error("histogram", "native histograms are not supported by this version");
      } else {
        one.require("value");
      }
      samples.add(
          new ExpectedSample(
              one.path(),
              one.text("labels").orElse("{}"),
              place(one, "labels"),
              one.value("value", RuleTestSection::number).orElse(0.0)));
    }
    return new ExpressionCase(
        section.at(),
        section.path(),
        evalTime(section),
        section.text("expr").orElse(""),
        place(section, "expr"),
        samples);
  }

  private static final Set<String> INFINITE = Set.of("inf", ".inf", "+inf", "+.inf");

  /// As YAML and as PromQL write it.
  private static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT).replace("_", "");
    if (INFINITE.contains(lower)) {
      return Double.POSITIVE_INFINITY;
    }
    if (lower.equals("-inf") || lower.equals("-.inf")) {
      return Double.NEGATIVE_INFINITY;
    }
    if (lower.equals("nan") || lower.equals(".nan")) {
      return Double.NaN;
    }
    if (lower.matches("0x[0-9a-f]{1,15}")) {
      return Long.parseLong(lower.substring(2), 16);
    }
    if (lower.length() > 400
        || !lower.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?")) {
      throw new IllegalArgumentException("`" + Problems.shorten(text) + "` is not a number");
    }
    return Double.parseDouble(lower);
  }
}
