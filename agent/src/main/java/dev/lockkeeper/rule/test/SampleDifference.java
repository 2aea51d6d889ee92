package dev.lockkeeper.rule.test;

import dev.lockkeeper.model.RuleTestFile.ExpectedSample;
import dev.lockkeeper.model.RuleTestFile.ExpressionCase;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Query;
import dev.lockkeeper.promql.SeriesNotation;
import java.util.ArrayList;
import java.util.List;

/// Compares what an expression is to yield with what it does.
final class SampleDifference {
  private SampleDifference() {}

  /// @param fuzzy whether values that differ in their last bit only are the same
  static Difference of(ExpressionCase expected, List<Query.Row> rows, boolean fuzzy) {
    var difference = new Difference();
    var left = new ArrayList<>(rows);
    var missing = new ArrayList<ExpectedSample>();
    for (var one : expected.samples()) {
      var id = SeriesNotation.series(one.labels());
      var found =
          left.stream()
              .filter(row -> row.series().equals(id) && same(row.value(), one.value(), fuzzy))
              .findFirst();
      found.ifPresentOrElse(
          row -> {
            left.remove(row);
            difference.same(text(id, row.value()));
          },
          () -> missing.add(one));
    }
    for (var one : missing) {
      var id = SeriesNotation.series(one.labels());
      difference.missing(text(id, one.value()));
      var other = left.stream().filter(row -> row.series().equals(id)).findFirst();
      other.ifPresent(row -> {
        left.remove(row);
        difference.unexpected(text(id, row.value()));
      });
    }
    left.forEach(row -> difference.unexpected(text(row.series(), row.value())));
    return difference;
  }

  /// Not a number is what was expected where that was expected.
  private static boolean same(double one, double other, boolean fuzzy) {
    return one == other
        || (Double.isNaN(one) && Double.isNaN(other))
        || (fuzzy && (Math.nextUp(one) == other || Math.nextDown(one) == other));
  }

  private static String text(SeriesId id, double value) {
    String name = id.metric().isEmpty() ? id.labels().toString() : id.toString();
    String number =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
    return name + " " + number.replace("Infinity", "Inf");
  }
}
