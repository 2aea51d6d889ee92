package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;

/// What `absent` and `absent_over_time` call their element: by the labels that the selector fixes.
final class AbsentName {
  private AbsentName() {}

  static SeriesId of(Expr argument) {
    var labels = new TreeMap<String, String>();
    var seen = new HashSet<String>();
    for (var matcher : fixing(Expr.unwrapped(argument))) {
      if (matcher.label().equals(Matcher.NAME)) {
        continue;
      }
      if (matcher.operator() == Matcher.Operator.EQUAL && seen.add(matcher.label())) {
        labels.put(matcher.label(), matcher.value());
      } else {
        labels.remove(matcher.label());
      }
    }
    return new SeriesId("", Labels.of(labels));
  }

  private static List<Matcher> fixing(Expr argument) {
    return switch (argument) {
      case Expr.VectorSelector selector -> selector.matchers();
      case Expr.RangeSelector range -> range.selector().matchers();
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.Subquery _,
          Expr.Parenthesis _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Negation _ ->
          List.of();
    };
  }
}
