package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.promql.PromqlScript.Eval;
import dev.lockkeeper.promql.PromqlScript.Row;
import dev.lockkeeper.promql.PromqlScript.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compares what an eval yields with what its script expects, as closely as Prometheus does.
final class ScriptChecks {
  private static final double TOLERANCE = 1e-6;

  private ScriptChecks() {}

  static void check(boolean condition, String message) {
    if (!condition) {
      throw new AssertionError(message);
    }
  }

  static void scalar(Eval eval, double value) {
    Double wanted = eval.expected().scalar();
    check(wanted != null && eval.expected().rows().isEmpty(), "got scalar " + value);
    same(wanted, value, "scalar");
  }

  static void string(Eval eval, String value) {
    check(value.equals(eval.expected().string()), "got string " + Texts.quoted(value));
  }

  static void vector(Eval eval, Vector got, boolean ordered) {
    var text = new ArrayList<String>();
    for (int i = 0; i < got.size(); i++) {
      text.add(got.id(i) + " " + got.value(i));
    }
    var wanted = rows(eval);
    String both = "\nexpected " + wanted.values() + "\ngot " + text;
    check(eval.expected().scalar() == null, "got a vector" + both);
    check(got.size() == wanted.size(), got.size() + " elements" + both);
    var order = List.copyOf(wanted.keySet());
    for (int i = 0; i < got.size(); i++) {
      var row = wanted.get(got.id(i));
      check(row != null, got.id(i) + both);
      same(Objects.requireNonNull(row.values().getFirst()), got.value(i), got.id(i) + both);
      check(!ordered || order.get(i).equals(got.id(i)), "out of order" + both);
    }
  }

  static void matrix(Eval eval, Map<SeriesId, @Nullable Double[]> got, int steps) {
    var wanted = rows(eval);
    check(
        got.keySet().equals(wanted.keySet()),
        "expected " + wanted.keySet() + "\ngot " + got.keySet());
    got.forEach((id, values) -> {
      var expected = Objects.requireNonNull(wanted.get(id)).values();
      check(expected.size() <= steps, "more values than steps of " + id);
      for (int i = 0; i < steps; i++) {
        Double one = i < expected.size() ? expected.get(i) : null;
        String where = id + " at step " + i + ": expected " + one + ", got " + values[i];
        check((one == null) == (values[i] == null), where);
        if (one != null) {
          same(one, Objects.requireNonNull(values[i]), where);
        }
      }
    });
  }

  static void windows(Eval eval, Node.OfWindows windows, SeriesView view, long at) {
    var evaluation = new Evaluation();
    evaluation.set(view, at, at, at, 0);
    var got = new HashMap<SeriesId, Map<Long, Double>>();
    int count = windows.open(evaluation);
    for (int i = 0; i < count; i++) {
      var window = windows.window(i);
      for (int j = 0; j < window.size(); j++) {
        got.computeIfAbsent(windows.id(i), _ -> new HashMap<>())
            .put(window.time(j), window.value(j));
      }
    }
    var range = eval.expected().window();
    check(range != null, "a range vector: " + got);
    var wanted = rows(eval);
    check(got.keySet().equals(wanted.keySet()), "expected " + wanted + "\ngot " + got);
    wanted.forEach((id, row) -> {
      var values = new HashMap<Long, Double>();
      for (int i = 0; i < row.values().size(); i++) {
        if (row.values().get(i) != null) {
          values.put(range.from() + i * range.step(), row.values().get(i));
        }
      }
      check(values.equals(got.get(id)), "expected " + row + "\ngot " + got);
    });
  }

  private static Map<SeriesId, Row> rows(Eval eval) {
    var rows = new LinkedHashMap<SeriesId, Row>();
    eval.expected().rows().forEach(row -> rows.put(row.series(), row));
    return rows;
  }

  static void annotations(Eval eval, List<Annotation> annotations) {
    annotations(eval, annotations, Annotation.Level.WARNING, What.WARN, What.NO_WARN);
    annotations(eval, annotations, Annotation.Level.INFO, What.INFO, What.NO_INFO);
  }

  private static void annotations(
      Eval eval, List<Annotation> all, Annotation.Level level, What wanted, What unwanted) {
    var got =
        all.stream()
            .filter(annotation -> annotation.level() == level)
            .map(annotation -> annotation.textWithPosition(eval.query()))
            .toList();
    var notes = eval.expected().notes(wanted);
    check(!eval.expected().has(unwanted) || got.isEmpty(), "noted " + got);
    for (var note : notes) {
      check(got.stream().anyMatch(note::matches), "did not note " + note + " but " + got);
    }
    for (String text : got) {
      check(
          notes.isEmpty() || notes.stream().anyMatch(note -> note.matches(text)),
          "noted unexpectedly " + text);
    }
  }

  /// As Prometheus' `almost.Equal` has it.
  private static void same(double wanted, double got, String what) {
    boolean same =
        Staleness.isMarker(wanted) || Staleness.isMarker(got)
            ? Staleness.isMarker(wanted) && Staleness.isMarker(got)
            : (Double.isNaN(wanted) && Double.isNaN(got)) || wanted == got || nearly(wanted, got);
    check(same, "expected " + wanted + ", got " + got + " of " + what);
  }

  private static boolean nearly(double a, double b) {
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < TOLERANCE * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }
}
