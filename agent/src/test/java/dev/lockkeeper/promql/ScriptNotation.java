package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.promql.PromqlScript.Row;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A series and its values on one line of a script. As [SeriesNotation], and native histograms are
/// passed over rather than refused.
final class ScriptNotation {
  private static final String NUMBER =
      "(?:[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+\\.|(?i:inf|nan))";
  private static final Pattern ITEM =
      Pattern.compile("(_|[+-]?" + NUMBER + ")([+-]" + NUMBER + ")?(?:x([0-9]+))?");
  private static final Pattern HISTOGRAM =
      Pattern.compile("\\{\\{[^}]*}}(?:[+-]\\{\\{[^}]*}})?(?:x([0-9]+))?");

  private ScriptNotation() {}

  static Row row(String line) {
    int end = endOfSeries(line);
    return values(SeriesNotation.series(line.substring(0, end)), line.substring(end));
  }

  private static int endOfSeries(String line) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote != '`') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      } else if (depth == 0 && Character.isWhitespace(c)) {
        String rest = line.substring(i).strip();
        if (!rest.startsWith("{") || rest.startsWith("{{")) {
          return i;
        }
      }
    }
    return line.length();
  }

  private static Row values(SeriesId series, String text) {
    var values = new ArrayList<@Nullable Double>();
    var histograms = new BitSet();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("{{", at)) {
        var match = HISTOGRAM.matcher(text).region(at, text.length());
        if (!match.lookingAt()) {
          throw new IllegalArgumentException("not a histogram: " + text.substring(at));
        }
        int more = match.group(1) == null ? 0 : Integer.parseInt(match.group(1));
        for (int i = 0; i <= more; i++) {
          histograms.set(values.size());
          values.add(null);
        }
        at = match.end();
      } else {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
          end++;
        }
        item(text.substring(at, end), values);
        at = end;
      }
    }
    return new Row(series, values, histograms);
  }

  private static void item(String word, List<@Nullable Double> values) {
    if (word.equals("stale")) {
      values.add(Staleness.MARKER);
      return;
    }
    var match = ITEM.matcher(word);
    if (!match.matches()) {
      throw new IllegalArgumentException("not a value: " + word);
    }
    int more = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
    if (match.group(1).equals("_")) {
      for (int i = 0; i < Math.max(1, more); i++) {
        values.add(null);
      }
      return;
    }
    double value = number(match.group(1));
    double step = match.group(2) == null ? 0 : number(match.group(2));
    for (int i = 0; i <= more; i++) {
      values.add(value);
      value += step;
    }
  }

  static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default ->
          lower.contains("0x")
              ? (lower.startsWith("-") ? -1 : 1)
                  * Numbers.number(lower.substring(lower.indexOf("0x")))
              : Double.parseDouble(lower);
    };
  }
}
