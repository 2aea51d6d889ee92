package dev.lockkeeper.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why rules of one name are or are not firing at one moment.
///
/// @param name what was asked for
public record Explanation(String name, Instant at, List<OfRule> rules) {
  public Explanation {
    rules = List.copyOf(rules);
  }

  /// One rule.
  ///
  /// @param recording whether it records rather than alerts
  /// @param unknown why nothing is known of it, or not of all of it; empty when all is
  /// @param failure why its expression can't be evaluated; empty when it can
  /// @param labelSets what it is about: alerts that stand first, then those nearest to it
  /// @param leftOut how many more label sets there are
  /// @param whole the expression with all that is there, where no label set would come of it
  public record OfRule(
      RuleGroupSpec group,
      RuleGroupSpec.RuleSpec rule,
      boolean recording,
      String unknown,
      String failure,
      List<LabelSet> labelSets,
      int leftOut,
      @Nullable Part whole) {
    public OfRule {
      labelSets = List.copyOf(labelSets);
    }
  }

  /// One label set of a rule.
  ///
  /// @param labels the alert's own where it stands, else those of the expression's result
  /// @param holds whether the expression holds now
  /// @param value the expression's; NaN when it does not hold
  /// @param verdict at the latest evaluation
  /// @param since wall time since when the alert has been active; null when it is not
  /// @param left how much of `for` is left, if the expression goes on holding; zero when it fires
  /// @param because in words, what decides: why it does not hold
  /// @param expression its value and that of each part
  /// @param outlook null where the rule has no remedy
  public record LabelSet(
      Labels labels,
      boolean holds,
      double value,
      Verdict verdict,
      @Nullable Instant since,
      Duration left,
      String because,
      Part expression,
      @Nullable Outlook outlook) {}

  /// One part of an expression, for one label set.
  ///
  /// @param text as it is written
  /// @param brief the same with an ellipsis for each operand: `… > 0.5`
  /// @param elements what of it belongs to the label set
  /// @param leftOut how many more do
  /// @param all how many elements it has, for whatever label set
  /// @param failure why it has no value; empty when it has
  public record Part(
      String text,
      String brief,
      List<Element> elements,
      int leftOut,
      int all,
      String failure,
      List<Part> operands) {
    public Part {
      elements = List.copyOf(elements);
      operands = List.copyOf(operands);
    }
  }

  /// @param present whether the part yields it
  /// @param value NaN when it does not
  /// @param why what took it away here; empty when it is there, or went missing further below
  /// @param age of the sample; null where it is none
  /// @param window null where it is no range
  public record Element(
      SeriesId series,
      boolean present,
      double value,
      String why,
      @Nullable Duration age,
      @Nullable Range window) {}

  /// @param samples how many are in the range
  /// @param length the range's
  /// @param covered from the first sample to the last
  /// @param approximate whether some samples are kept summed up only
  public record Range(long samples, Duration length, Duration covered, boolean approximate) {}

  /// What would become of the remedy.
  ///
  /// @param service empty: the label set names none
  /// @param mode that is in force: the most cautious of rule, service and agent
  /// @param holds what holds it now, or would
  public record Outlook(Remedy remedy, String service, Mode mode, List<String> holds) {
    public Outlook {
      holds = List.copyOf(holds);
    }
  }
}
