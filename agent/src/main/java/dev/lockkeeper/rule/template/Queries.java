package dev.lockkeeper.rule.template;

import dev.lockkeeper.promql.EvaluationException;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.Planner;
import dev.lockkeeper.promql.PromqlException;
import dev.lockkeeper.promql.ValueType;
import dev.lockkeeper.rule.template.Arguments.WrongArgument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Evaluates what templates ask with `query`. A template asks the same again and again, so the
/// plans are kept: a few, since a loop may ask something else each time.
final class Queries {
  private static final int MOST_PLANS = 16;
  private static final int MOST_SAMPLES = 10_000;

  private final Map<String, Plan> plans = new LinkedHashMap<>(0);

  Value.Samples query(String expression, Scope scope) {
    try {
      var plan = plan(expression);
      var vector = plan.evaluate(scope.view(), scope.epochMillis());
      if (vector.size() > MOST_SAMPLES) {
        throw new WrongArgument("more than " + MOST_SAMPLES + " samples");
      }
      var samples = new ArrayList<Value.Sample>(vector.size());
      for (int i = 0; i < vector.size(); i++) {
        samples.add(new Value.Sample(Expansion.labels(vector.id(i)), vector.value(i)));
      }
      return new Value.Samples(samples);
    } catch (PromqlException | EvaluationException e) {
      throw new WrongArgument(String.valueOf(e.getMessage()));
    }
  }

  private Plan plan(String expression) {
    var known = plans.get(expression);
    if (known != null) {
      return known;
    }
    var plan = Planner.plan(expression);
    if (plan.type() != ValueType.INSTANT_VECTOR && plan.type() != ValueType.SCALAR) {
      throw new WrongArgument("query result is not a vector or scalar");
    }
    if (plans.size() >= MOST_PLANS) {
      plans.remove(plans.keySet().iterator().next());
    }
    plans.put(expression, plan);
    return plan;
  }
}
