package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.promql.Dissection.Element;
import dev.lockkeeper.promql.Dissection.Part;
import dev.lockkeeper.promql.Dissection.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Evaluates the parts of one expression, from the leaves up.
final class Dissector {
  /// A person reads no more; deeper parts keep their value but are not taken apart.
  private static final int MOST_PARTS = 200;

  /// Series without a sample now that are looked for behind a selector.
  private static final int MOST_ABSENT = 50;

  /// How far back the latest sample of a series without one is looked for.
  private static final long ABSENT_MILLIS = 15 * 60_000L;

  private final String text;
  private final SeriesView view;
  private final long at;
  private int parts;

  Dissector(String text, SeriesView view, long at) {
    this.text = text;
    this.view = view;
    this.at = at;
  }

  Part part(Expr wrapped) {
    var expr = Expr.unwrapped(wrapped);
    var operands = new ArrayList<Part>();
    if (++parts < MOST_PARTS) {
      for (var operand : operandsOf(expr)) {
        operands.add(part(operand));
      }
    }
    List<Element> elements = List.of();
    String failure = "";
    try {
      elements = elements(expr, operands);
    } catch (EvaluationException | PromqlException failed) {
      failure = String.valueOf(failed.getMessage());
    }
    return new Part(expr, written(expr), brief(expr), operands, elements, failure);
  }

  private String written(Expr expr) {
    return oneLine(text.substring(expr.start(), expr.end()));
  }

  /// With an ellipsis for each operand.
  private String brief(Expr expr) {
    var brief = new StringBuilder();
    int from = expr.start();
    for (var operand : operandsOf(expr)) {
      brief.append(text, from, operand.start()).append('…');
      from = operand.end();
    }
    return oneLine(brief.append(text, from, expr.end()).toString());
  }

  private static String oneLine(String written) {
    return written.strip().replaceAll("\\s+", " ");
  }

  /// Those worth a line of their own.
  static List<Expr> operandsOf(Expr expr) {
    return switch (expr) {
      case Expr.RangeSelector _, Expr.Subquery _ -> List.of();
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.VectorSelector _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Negation _,
          Expr.Parenthesis _ ->
          expr.parts().stream().filter(one -> !literal(one)).toList();
    };
  }

  static boolean literal(Expr expr) {
    return switch (Expr.unwrapped(expr)) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
      case Expr.Negation(Expr inner, int _, int _) -> literal(inner);
      case Expr.VectorSelector _,
          Expr.RangeSelector _,
          Expr.Subquery _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Parenthesis _ ->
          false;
    };
  }

  private List<Element> elements(Expr expr, List<Part> operands) {
    return switch (expr) {
      case Expr.StringLiteral _ -> List.of();
      case Expr.VectorSelector selector -> selected(selector);
      case Expr.RangeSelector range -> windows(range);
      case Expr.Subquery subquery -> evaluations(subquery);
      case Expr.NumberLiteral _ -> plain(rows(expr), operands);
      case Expr.Call call -> new CallLineage(call, operands).elements(rows(expr));
      case Expr.Aggregation aggregation ->
          new GroupLineage(aggregation, operands).elements(rows(expr));
      case Expr.Binary binary -> new BinaryLineage(binary, operands).elements(rows(expr));
      case Expr.Negation _ -> CallLineage.each(rows(expr), operands, Set.of(Matcher.NAME));
      case Expr.Parenthesis(Expr inner, int _, int _) -> elements(inner, operands);
    };
  }

  /// Each of them made of all that there is below.
  static List<Element> plain(Rows rows, List<Part> operands) {
    var from = operands.stream().map(Part::elements).toList();
    var elements = new ArrayList<Element>();
    rows.forEach((id, value) -> elements.add(present(id, value, from)));
    return elements;
  }

  static Element present(SeriesId id, double value, List<List<Element>> from) {
    return new Element(id, true, value, "", Double.NaN, 0, null, from);
  }

  /// @param why empty: what is missing below says it
  static Element absent(SeriesId id, String why, List<List<Element>> from) {
    return new Element(id, false, Double.NaN, why, Double.NaN, 0, null, from);
  }

  private Rows rows(Expr expr) {
    return rows(text.substring(expr.start(), expr.end()));
  }

  private Rows rows(String expression) {
    var vector = Planner.plan(expression).evaluate(view, at);
    var rows = new Rows();
    for (int i = 0; i < vector.size(); i++) {
      rows.add(vector.id(i), vector.value(i));
    }
    return rows;
  }

  // ---- leaves ---------------------------------------------------------------------------------

  private List<Element> selected(Expr.VectorSelector selector) {
    long moment = moment(selector.shift());
    var elements = new ArrayList<Element>();
    int missing = 0;
    for (var series : matching(selector)) {
      double value = series.valueAt(moment);
      if (!Staleness.isMarker(value)) {
        elements.add(
            new Element(
                series.id(), true, value, "", Double.NaN, series.timeAt(moment), null, List.of()));
      } else if (++missing <= MOST_ABSENT) {
        elements.add(absent(series.id(), lastSeen(series, moment), List.of()));
      }
    }
    return elements;
  }

  private static String lastSeen(SeriesView.Series series, long moment) {
    var window = new SampleWindow();
    series.read(moment - ABSENT_MILLIS, moment, window);
    return window.size() == 0
        ? "no sample"
        : "no sample for " + Math.round((moment - window.time(window.size() - 1)) / 1000.0) + " s";
  }

  private List<Element> windows(Expr.RangeSelector range) {
    long to = moment(range.selector().shift());
    long from = to - range.rangeMillis();
    var elements = new ArrayList<Element>();
    var window = new SampleWindow();
    for (var series : matching(range.selector())) {
      series.read(from, to, window);
      int size = window.size();
      if (size == 0) {
        if (elements.size() < MOST_ABSENT) {
          elements.add(absent(series.id(), "no sample in the range", List.of()));
        }
        continue;
      }
      elements.add(
          new Element(
              series.id(),
              true,
              window.value(size - 1),
              "",
              Double.NaN,
              0,
              new Window(
                  window.samples(),
                  window.coarse() || window.cut(),
                  from,
                  to,
                  window.firstTime(0),
                  window.time(size - 1),
                  window.first(0),
                  window.value(size - 1)),
              List.of()));
    }
    return elements;
  }

  private List<Element> evaluations(Expr.Subquery subquery) {
    long to = moment(subquery.shift());
    var elements = new ArrayList<Element>();
    rows("count_over_time(" + text.substring(subquery.start(), subquery.end()) + ")")
        .forEach((id, count) ->
            elements.add(
                new Element(
                    id,
                    true,
                    Double.NaN,
                    "",
                    Double.NaN,
                    0,
                    new Window(
                        count.longValue(),
                        false,
                        to - subquery.rangeMillis(),
                        to,
                        0,
                        0,
                        Double.NaN,
                        Double.NaN),
                    List.of())));
    return elements;
  }

  private long moment(Expr.Shift shift) {
    return (shift.at() instanceof Expr.At.Time(long millis) ? millis : at) - shift.offsetMillis();
  }

  private List<SeriesView.Series> matching(Expr.VectorSelector selector) {
    String metric = null;
    for (var matcher : selector.matchers()) {
      if (matcher.label().equals(Matcher.NAME) && matcher.operator() == Matcher.Operator.EQUAL) {
        metric = matcher.value();
      }
    }
    return (metric == null ? view.all() : view.named(metric))
        .stream()
            .filter(series -> selector.matchers().stream().allMatch(m -> matches(m, series.id())))
            .toList();
  }

  private static boolean matches(Matcher matcher, SeriesId id) {
    return matcher.matches(
        matcher.label().equals(Matcher.NAME) ? id.metric() : id.labels().value(matcher.label()));
  }

  /// What a part yields.
  static final class Rows {
    private final List<SeriesId> ids = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final Map<SeriesId, Integer> byId = new HashMap<>();
    private final Map<Labels, Integer> byLabels = new HashMap<>();

    void add(SeriesId id, double value) {
      byId.put(id, ids.size());
      byLabels.put(id.labels(), ids.size());
      ids.add(id);
      values.add(value);
    }

    int size() {
      return ids.size();
    }

    SeriesId id(int index) {
      return ids.get(index);
    }

    double value(int index) {
      return values.get(index);
    }

    void forEach(java.util.function.BiConsumer<SeriesId, Double> visitor) {
      for (int i = 0; i < ids.size(); i++) {
        visitor.accept(ids.get(i), values.get(i));
      }
    }

    /// The value of an element, by its labels where its name was dropped; null where there is none.
    @Nullable Double value(SeriesId id) {
      var index = byId.get(id);
      if (index == null) {
        index = byLabels.get(id.labels());
      }
      return index == null ? null : values.get(index);
    }
  }
}
