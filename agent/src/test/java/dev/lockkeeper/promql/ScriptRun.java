package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.PromqlScript.Eval;
import dev.lockkeeper.promql.PromqlScript.What;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs the steps of one script. An eval fails with an AssertionError, or needs native histograms.
///
/// As in Prometheus' own runner an instant query must yield the same with its moment fixed by `@`,
/// whenever it is evaluated then, and as the middle of a range query.
final class ScriptRun {
  /// The eval reads native histograms, or is to yield some.
  static final class NeedsNativeHistograms extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final ScriptedSeries series = new ScriptedSeries();

  void clear() {
    series.clear();
  }

  void load(PromqlScript.Load load) {
    for (var row : load.rows()) {
      series.load(row, load.stepMillis(), load.customBuckets());
    }
  }

  void eval(Eval eval) {
    if (eval.expected().nativeHistograms()) {
      throw new NeedsNativeHistograms();
    }
    Expr expr;
    Plan plan;
    try {
      expr = Parser.parse(eval.query());
      plan = plan(eval, expr);
    } catch (PromqlException e) {
      failed(eval, e);
      return;
    }
    if (series.histogramsIn(plan, eval)) {
      throw new NeedsNativeHistograms();
    }
    if (eval.step() > 0) {
      attempt(eval, () -> range(eval, plan));
      return;
    }
    instant(eval, plan, eval.from());
    var fixed = FixedMoments.at(expr, eval.from());
    if (fixed.isPresent()) {
      long moment = eval.from();
      var fixedPlan = plan(eval, fixed.get());
      for (long at :
          moment == 0
              ? new long[] {-1000, 0, 1000}
              : new long[] {-10 * moment, 0, moment / 5, moment, 10 * moment}) {
        instant(eval, fixedPlan, at);
      }
    }
  }

  private static Plan plan(Eval eval, Expr expr) {
    return Planner.plan(eval.query(), expr, MINUTE);
  }

  /// Runs what may fail as expected.
  private static void attempt(Eval eval, Runnable run) {
    try {
      run.run();
    } catch (EvaluationException e) {
      failed(eval, e);
      return;
    }
    ScriptChecks.check(!eval.expected().has(What.FAIL), "should have failed");
  }

  private static void failed(Eval eval, RuntimeException failure) {
    String message = String.valueOf(failure.getMessage());
    var notes = eval.expected().notes(What.FAIL);
    if (notes.isEmpty() || message.contains("not supported")) {
      throw new AssertionError("failed: " + message, failure);
    }
    for (var note : notes) {
      ScriptChecks.check(note.matches(message), "failed otherwise: " + message);
    }
  }

  private void instant(Eval eval, Plan plan, long at) {
    switch (plan.root()) {
      case Node.OfString(String value) -> ScriptChecks.string(eval, value);
      case Node.OfWindows windows -> ScriptChecks.windows(eval, windows, series, at);
      case Node.OfScalar _ -> {
        ScriptChecks.scalar(eval, plan.evaluate(series, at).value(0));
        middle(eval, plan, at);
      }
      case Node.OfVector _ -> {
        attempt(
            eval,
            () -> {
              var vector = plan.evaluate(series, at);
              if (!eval.expected().has(What.FAIL)) {
                ScriptChecks.annotations(eval, plan.annotations());
                ScriptChecks.vector(eval, vector, eval.expected().has(What.ORDERED));
              }
            });
        if (!eval.expected().has(What.FAIL) && !eval.expected().has(What.ORDERED)) {
          middle(eval, plan, at);
        }
      }
    }
  }

  /// The same as the middle step of a range query.
  private void middle(Eval eval, Plan plan, long at) {
    if (eval.query().matches(".*(start|end|range|step)\\(\\).*")) {
      return;
    }
    for (long step = at - MINUTE; step <= at + MINUTE; step += MINUTE) {
      var vector = plan.evaluate(series, step, at - MINUTE, at + MINUTE, MINUTE);
      if (step == at) {
        if (plan.type() == ValueType.SCALAR) {
          ScriptChecks.scalar(eval, vector.value(0));
        } else {
          ScriptChecks.vector(eval, vector, false);
        }
      }
    }
  }

  private void range(Eval eval, Plan plan) {
    int steps = (int) ((eval.to() - eval.from()) / eval.step()) + 1;
    Map<SeriesId, @Nullable Double[]> got = new LinkedHashMap<>();
    var annotations = List.<Annotation>of();
    for (int i = 0; i < steps; i++) {
      long at = eval.from() + i * eval.step();
      var vector = plan.evaluate(series, at, eval.from(), eval.to(), eval.step());
      for (int j = 0; j < vector.size(); j++) {
        got.computeIfAbsent(vector.id(j), _ -> new Double[steps])[i] = vector.value(j);
      }
      annotations = plan.annotations();
    }
    if (!eval.expected().has(What.FAIL)) {
      ScriptChecks.annotations(eval, annotations);
      ScriptChecks.matrix(eval, got, steps);
    }
  }
}
