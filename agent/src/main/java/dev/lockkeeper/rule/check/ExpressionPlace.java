package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.RuleGroupSpec.Place;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;

/// Where a character of a rule's expression, or of one of its texts, stands in its file.
///
/// @param prefix what a message must begin with to say the place that `at` can't; mostly empty
public record ExpressionPlace(Position at, String prefix) {

  /// @param offset in characters of the expression
  public static ExpressionPlace of(RuleSpec spec, int offset) {
    return of(
        new Place(spec.exprAt(), spec.exprIsPlain()), spec.expr(), offset, "of the expression");
  }

  static ExpressionPlace of(Place place, String text, int offset, String ofWhat) {
    var within = TextPlace.of(text, offset);
    return place.plain()
        ? new ExpressionPlace(within.from(place.at()), "")
        : new ExpressionPlace(place.at(), within + " " + ofWhat + ": ");
  }
}
