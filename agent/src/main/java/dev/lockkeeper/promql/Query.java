package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import java.util.ArrayList;
import java.util.List;

/// One-off instant queries, for people and programs that ask the agent.
public final class Query {
  private Query() {}

  /// @param series empty metric name where the operation drops it; no labels at all for a scalar
  public record Row(SeriesId series, double value) {}

  /// Evaluates an expression at one moment.
  ///
  /// @throws PromqlException when the expression is not valid (an IllegalArgumentException)
  /// @throws EvaluationException when it has no answer on these series
  public static List<Row> instant(String expression, SeriesView view, long epochMillis) {
    var plan = Planner.plan(expression);
    if (plan.type() == ValueType.STRING || plan.type() == ValueType.RANGE_VECTOR) {
      throw new PromqlException(
          expression,
          0,
          expression.length(),
          "yields a " + plan.type().text() + ", expected an instant vector or scalar");
    }
    var vector = plan.evaluate(view, epochMillis);
    var rows = new ArrayList<Row>();
    for (int i = 0; i < vector.size(); i++) {
      rows.add(new Row(vector.id(i), vector.value(i)));
    }
    return rows;
  }
}
