package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Runs the steps of one script. An eval fails with an AssertionError, or is not supported.
final class ScriptRun {
  /// An eval needs what is not built.
  static final class NotSupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSupported(String message) {
      super(message);
    }
  }

  private static final double TOLERANCE = 1e-6;

  private final ScriptedSeries series = new ScriptedSeries();
  private final List<String> histograms = new ArrayList<>();

  void clear() {
    series.clear();
    histograms.clear();
  }

  void load(PromqlScript.Load load) {
    for (var row : load.rows()) {
      if (row.histograms()) {
        histograms.add(row.series().metric());
      }
      for (int i = 0; i < row.values().size(); i++) {
        Double value = row.values().get(i);
        if (value != null) {
          series.add(row.series(), i * load.stepMillis(), value);
        }
      }
    }
  }

  void eval(PromqlScript.Eval eval) {
    if (eval.expected().stream().anyMatch(line -> line.contains("{{"))) {
      throw new NotSupported("native histograms");
    }
    Plan plan;
    try {
      plan = Planner.plan(eval.query(), 60_000);
    } catch (PromqlException e) {
      if (e.getMessage().contains("not supported")) {
        throw new NotSupported(e.getMessage());
      }
      failed(eval, e);
      return;
    }
    if (!histograms.isEmpty()
        && (plan.metricNames().isEmpty()
            || plan.metricNames().stream().anyMatch(histograms::contains))) {
      throw new NotSupported("native histograms");
    }
    try {
      compare(eval, plan);
    } catch (EvaluationException e) {
      failed(eval, e);
      return;
    }
    if (eval.expectsFailure()) {
      throw new AssertionError("should have failed");
    }
  }

  private static void failed(PromqlScript.Eval eval, RuntimeException failure) {
    if (!eval.expectsFailure()) {
      throw new AssertionError("failed: " + failure.getMessage(), failure);
    }
    for (String line : eval.expected()) {
      String lower = line.startsWith("expect fail") ? line.substring(11).strip() : line;
      if (lower.startsWith("msg:") || lower.startsWith("expected_fail_message")) {
        String wanted = lower.replaceFirst("^(msg:|expected_fail_message)", "").strip();
        check(failure.getMessage().equals(wanted), "failed otherwise: " + failure.getMessage());
      } else if (lower.startsWith("regex:") || lower.startsWith("expected_fail_regexp")) {
        String wanted = lower.replaceFirst("^(regex:|expected_fail_regexp)", "").strip();
        check(
            Pattern.compile(wanted).matcher(failure.getMessage()).find(),
            "failed otherwise: " + failure.getMessage());
      }
    }
  }

  private void compare(PromqlScript.Eval eval, Plan plan) {
    if (eval.step() > 0) {
      range(eval, plan);
      return;
    }
    switch (plan.root()) {
      case Node.OfString(String value) -> string(eval, value);
      case Node.OfWindows windows -> windows(eval, windows);
      case Node.OfScalar scalar -> {
        double value = plan.evaluate(series, eval.from()).value(0);
        if (!eval.expectsFailure()) {
          check(eval.results().size() == 1, "a scalar");
          same(PromqlScript.number(eval.results().getFirst()), value, "scalar");
        }
      }
      case Node.OfVector vector -> vector(eval, plan.evaluate(series, eval.from()));
    }
  }

  private static void string(PromqlScript.Eval eval, String value) {
    String wanted =
        eval.expected().stream()
            .filter(line -> line.startsWith("expect string"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("a string"))
            .substring(13)
            .strip();
    var literal = (Expr.StringLiteral) Parser.parse(wanted);
    check(literal.value().equals(value), "got string " + value);
  }

  private static void vector(PromqlScript.Eval eval, Vector got) {
    if (eval.expectsFailure()) {
      return;
    }
    var wanted = new LinkedHashMap<SeriesId, Double>();
    for (String line : eval.results()) {
      var row = PromqlScript.row(line);
      wanted.put(row.series(), row.values().getFirst());
    }
    var text = new ArrayList<String>();
    for (int i = 0; i < got.size(); i++) {
      text.add(got.id(i) + " " + got.value(i));
    }
    check(got.size() == wanted.size(), "expected " + wanted + "\ngot " + text);
    var order = new ArrayList<>(wanted.keySet());
    for (int i = 0; i < got.size(); i++) {
      var id = got.id(i);
      check(wanted.containsKey(id), "expected " + wanted + "\ngot " + text);
      same(wanted.get(id), got.value(i), id + " of " + text);
      if (eval.ordered()) {
        check(order.get(i).equals(id), "out of order: " + text);
      }
    }
  }

  private void range(PromqlScript.Eval eval, Plan plan) {
    int steps = (int) ((eval.to() - eval.from()) / eval.step()) + 1;
    Map<SeriesId, Double[]> got = new HashMap<>();
    for (int i = 0; i < steps; i++) {
      var vector =
          plan.evaluate(series, eval.from() + i * eval.step(), eval.from(), eval.to(), eval.step());
      for (int j = 0; j < vector.size(); j++) {
        got.computeIfAbsent(vector.id(j), _ -> new Double[steps])[i] = vector.value(j);
      }
    }
    if (eval.expectsFailure()) {
      return;
    }
    check(
        got.size() == eval.results().size(),
        "expected " + eval.results() + "\ngot " + got.keySet());
    for (String line : eval.results()) {
      var row = PromqlScript.row(line);
      var values =
          Optional.ofNullable(got.get(row.series()))
              .orElseThrow(() -> new AssertionError("no " + row.series() + " in " + got.keySet()));
      for (int i = 0; i < steps; i++) {
        Double wanted = i < row.values().size() ? row.values().get(i) : null;
        check(
            (wanted == null) == (values[i] == null),
            row.series() + " at step " + i + ": expected " + wanted + ", got " + values[i]);
        if (wanted != null) {
          same(wanted, values[i], row.series() + " at step " + i);
        }
      }
    }
  }

  private static final Pattern RANGE_VECTOR =
      Pattern.compile("expect range vector from (\\S+) to (\\S+) step (\\S+)");

  private void windows(PromqlScript.Eval eval, Node.OfWindows windows) {
    var evaluation = new Evaluation();
    evaluation.set(series, eval.from(), eval.from(), eval.from(), 0);
    var got = new HashMap<SeriesId, Map<Long, Double>>();
    int count = windows.open(evaluation);
    for (int i = 0; i < count; i++) {
      var window = windows.window(i);
      for (int j = 0; j < window.size(); j++) {
        got.computeIfAbsent(windows.id(i), _ -> new HashMap<>())
            .put(window.time(j), window.value(j));
      }
    }
    var match =
        eval.expected().stream()
            .map(RANGE_VECTOR::matcher)
            .filter(java.util.regex.Matcher::matches)
            .findFirst()
            .orElseThrow(() -> new AssertionError("a range vector"));
    long from = PromqlScript.millis(match.group(1));
    long step = PromqlScript.millis(match.group(3));
    check(got.size() == eval.results().size(), "got " + got);
    for (String line : eval.results()) {
      var row = PromqlScript.row(line);
      var wanted = new HashMap<Long, Double>();
      for (int i = 0; i < row.values().size(); i++) {
        if (row.values().get(i) != null) {
          wanted.put(from + i * step, row.values().get(i));
        }
      }
      check(wanted.equals(got.get(row.series())), "expected " + row + ", got " + got);
    }
  }

  private static void same(double wanted, double got, String what) {
    boolean same =
        Staleness.isMarker(wanted) == Staleness.isMarker(got)
            && (Double.compare(wanted, got) == 0
                || wanted == got
                || (Double.isNaN(wanted) && Double.isNaN(got))
                || Math.abs(wanted - got) < TOLERANCE * (Math.abs(wanted) + Math.abs(got))
                || Math.abs(wanted) + Math.abs(got) < 1e-300);
    check(same, what + ": expected " + wanted + ", got " + got);
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }
}
