package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression taken apart: the value of each of its parts at one moment, and of each element
/// from which elements of the parts below it came. Elements that a comparison or a missing partner
/// took away are there as well, with the reason: that is what explains why an alert does not fire.
///
/// Every part is planned and evaluated for itself, so it costs a query for each part, and shares
/// nothing with the plans of rules.
public final class Dissection {
  private Dissection() {}

  /// One part of the expression.
  ///
  /// @param expr without parentheses around it
  /// @param text as it is written
  /// @param brief the same with an ellipsis for each operand: `… > 0.5`
  /// @param operands the parts below it, but for literals, whose value is their text
  /// @param elements what it yields, and what it would yield if nothing were taken away
  /// @param failure why it has no value; empty when it has
  public record Part(
      Expr expr,
      String text,
      String brief,
      List<Part> operands,
      List<Element> elements,
      String failure) {
    public Part {
      operands = List.copyOf(operands);
      elements = List.copyOf(elements);
    }
  }

  /// One element of a part.
  ///
  /// @param id as the part names it; the name is empty where an operation drops it
  /// @param present whether the part yields it
  /// @param value NaN when it does not; of a range, its last sample's
  /// @param why what took it away, where this part did: `0 == 1 is false`; empty when it is
  ///   present, or went missing below
  /// @param distance of a comparison that is false: how far it is from true, as a share of the
  ///   larger side; else NaN
  /// @param sampleMillis of a selector: when the sample was taken, milliseconds since the Unix
  ///   epoch; else 0
  /// @param window of a range
  /// @param from by operand: the elements that it is made of; none where there is no partner
  public record Element(
      SeriesId id,
      boolean present,
      double value,
      String why,
      double distance,
      long sampleMillis,
      @Nullable Window window,
      List<List<Element>> from) {
    public Element {
      from = from.stream().map(List::copyOf).toList();
    }
  }

  /// The samples of one series in a range.
  ///
  /// @param samples how many; of a subquery, how many evaluations had a value
  /// @param approximate whether the store keeps some of them summed up only
  /// @param fromMillis the range's beginning, exclusive; milliseconds since the Unix epoch
  /// @param toMillis its end, inclusive
  /// @param firstMillis when the first sample was taken; 0 where there is none
  /// @param lastMillis when the last one was
  public record Window(
      long samples,
      boolean approximate,
      long fromMillis,
      long toMillis,
      long firstMillis,
      long lastMillis,
      double first,
      double last) {}

  /// Takes an expression apart. For any thread but that of a plan's owner, who need not be asked.
  ///
  /// @throws PromqlException when it is not valid
  public static Part of(String expression, SeriesView view, long epochMillis) {
    return new Dissector(expression, view, epochMillis).part(Planner.plan(expression).expr());
  }
}
