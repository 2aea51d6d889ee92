package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The notation in which promtool's unit tests and Prometheus' own write series and their values:
/// `http_requests_total{code="200"}` and `0+10x5 _ _x3 stale NaN -Inf 3x4`.
///
/// - `a+bxn`, `a-bxn`: `a`, then `n` more, each by `b` larger or smaller;
/// - `axn`: `a`, then `n` more of it;
/// - `_`, `_xn`: no sample, once or `n` times;
/// - `stale`: the series ends here.
///
/// Source: Prometheus, documentation of "Unit Testing for Rules", section "series".
public final class SeriesNotation {
  /// More values than eleven days at one a second are a slip of the pen.
  public static final int MOST_VALUES = 1_000_000;

  private static final String NUMBER =
      "(?:[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+\\.|(?i:inf|nan))";
  private static final Pattern ITEM =
      Pattern.compile("(_|[+-]?" + NUMBER + ")([+-]" + NUMBER + ")?(?:x([0-9]{1,9}))?");

  /// a name that no series has: a selector needs one matcher at least
  private static final String FILLER = "__series_notation__";

  private SeriesNotation() {}

  /// @param values one for each step; empty where there is no sample, [Staleness#MARKER] where the
  ///   series ends
  public record Row(SeriesId series, List<OptionalDouble> values) {
    public Row {
      values = List.copyOf(values);
    }
  }

  /// Whether there are native histograms among the values, which are not supported.
  public static boolean hasNativeHistograms(String values) {
    return values.contains("{{");
  }

  /// @throws PromqlException when either is not in this notation, or names native histograms
  public static Row parse(String series, String values) {
    return new Row(series(series), values(values));
  }

  /// @param text such as `up{job="node"}`, `{job="node"}`, `{"a name in quotes", job="node"}` or
  ///   `{}`
  /// @throws PromqlException when it is not that
  public static SeriesId series(String text) {
    String bare = text.strip();
    if (bare.isEmpty() || bare.equals("{}")) {
      return new SeriesId("", Labels.NONE);
    }
    String selector = bare.startsWith("{") ? "{" + FILLER + "=\"1\"," + bare.substring(1) : bare;
    if (!(Parser.parse(selector) instanceof Expr.VectorSelector expr)
        || !expr.shift().equals(Expr.Shift.NONE)) {
      throw new PromqlException(
          text, 0, text.length(), "expected a series such as up{job=\"node\"}");
    }
    String metric = "";
    var labels = new TreeMap<String, String>();
    for (var matcher : expr.matchers()) {
      if (matcher.operator() != Matcher.Operator.EQUAL) {
        throw new PromqlException(
            text, 0, text.length(), "a series' labels are written with \"=\"");
      }
      if (matcher.label().equals(Matcher.NAME)) {
        metric = matcher.value();
      } else if (!matcher.label().equals(FILLER)) {
        labels.put(matcher.label(), matcher.value());
      }
    }
    return new SeriesId(metric, Labels.of(labels));
  }

  /// @throws PromqlException when it is not in this notation, or names native histograms
  public static List<OptionalDouble> values(String text) {
    if (hasNativeHistograms(text)) {
      throw new PromqlException(
          text, text.indexOf("{{"), text.length(), "native histograms are not supported");
    }
    var values = new ArrayList<OptionalDouble>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      item(text, at, end, values);
      at = end;
    }
    return values;
  }

  private static void item(String text, int start, int end, List<OptionalDouble> values) {
    String word = text.substring(start, end);
    if (word.equals("stale")) {
      add(text, start, end, values, OptionalDouble.of(Staleness.MARKER));
      return;
    }
    var match = ITEM.matcher(word);
    if (word.length() > 100
        || !match.matches()
        || (match.group(2) != null && match.group(3) == null)) {
      throw new PromqlException(
          text,
          start,
          end,
          Texts.quoted(word) + " is not a value, such as 1, 0+10x5, _x3 or stale");
    }
    int times = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
    if (match.group(1).equals("_")) {
      if (match.group(2) != null) {
        throw new PromqlException(text, start, end, "nothing can be added to a missing sample");
      }
      for (int i = 0; i < (match.group(3) == null ? 1 : times); i++) {
        add(text, start, end, values, OptionalDouble.empty());
      }
      return;
    }
    double value = number(match.group(1));
    double step = match.group(2) == null ? 0 : number(match.group(2));
    for (int i = 0; i <= times; i++) {
      add(text, start, end, values, OptionalDouble.of(value));
      value += step;
    }
  }

  private static void add(
      String text, int start, int end, List<OptionalDouble> values, OptionalDouble value) {
    if (values.size() == MOST_VALUES) {
      throw new PromqlException(text, start, end, "more than " + MOST_VALUES + " values");
    }
    values.add(value);
  }

  private static double number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
