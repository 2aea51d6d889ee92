package dev.lockkeeper.fuzz;

import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.promql.EvaluationException;
import dev.lockkeeper.promql.Plan;
import dev.lockkeeper.promql.Planner;
import dev.lockkeeper.promql.PromqlException;
import dev.lockkeeper.promql.ValueType;

/// Any text is an expression or a [PromqlException]; any expression has an answer or an
/// [EvaluationException].
public final class PromqlFuzz {
  private static final long NOW = 600_000;
  private static final SeriesView SERIES = FuzzSeries.some();

  private PromqlFuzz() {}

  /// Jazzer's entry point.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = Inflated.text(input);
    Plan plan;
    try {
      plan = Planner.plan(text);
    } catch (PromqlException refused) {
      if (refused.start() < 0 || refused.start() > text.length()) {
        throw new AssertionError("the problem lies outside the text: " + refused.start());
      }
      return;
    }
    if (plan.type() != ValueType.INSTANT_VECTOR && plan.type() != ValueType.SCALAR) {
      return;
    }
    try {
      plan.evaluate(SERIES, NOW);
      plan.evaluate(SERIES, NOW + 1000);
    } catch (EvaluationException noAnswer) {
      // said in words
    }
  }
}
