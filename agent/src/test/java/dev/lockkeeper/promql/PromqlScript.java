package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A script in the language of Prometheus' `promqltest`, read: steps one after the other.
record PromqlScript(List<Step> steps) {
  sealed interface Step {}

  record Clear() implements Step {}

  /// One step apart, from 0.
  record Load(long stepMillis, List<Row> rows) implements Step {}

  /// @param values null where the series has no sample at that step
  /// @param histograms whether there are native histograms among the values
  record Row(SeriesId series, List<Double> values, boolean histograms) {}

  /// @param step 0: an instant query at `from`
  /// @param form `eval`, or an older `eval_fail` and the like
  record Eval(
      int line, String form, long from, long to, long step, String query, List<String> expected)
      implements Step {
    boolean expectsFailure() {
      return form.equals("eval_fail")
          || expected.stream().anyMatch(line -> line.startsWith("expect fail"));
    }

    boolean ordered() {
      return form.equals("eval_ordered") || expected.contains("expect ordered");
    }

    /// The lines that name results.
    List<String> results() {
      return expected.stream()
          .filter(line -> !line.startsWith("expect ") && !line.startsWith("expected_fail"))
          .toList();
    }
  }

  private static final Pattern EVAL =
      Pattern.compile(
          "(eval(?:_\\w+)?)\\s+(?:instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)"
              + "|range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+?)\\s+(.+))");

  static PromqlScript read(List<String> lines) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int at = i + 1;
      var block = new ArrayList<String>();
      while (i + 1 < lines.size() && !lines.get(i + 1).isBlank()) {
        String next = lines.get(i + 1).strip();
        if (next.startsWith("eval") || next.startsWith("load ") || next.equals("clear")) {
          break;
        }
        i++;
        if (!next.startsWith("#")) {
          block.add(next);
        }
      }
      steps.add(step(at, line, block));
    }
    return new PromqlScript(steps);
  }

  private static Step step(int at, String line, List<String> block) {
    if (line.equals("clear")) {
      return new Clear();
    }
    if (line.startsWith("load")) {
      String interval = line.substring(line.indexOf(' ') + 1).strip();
      return new Load(millis(interval), block.stream().map(PromqlScript::row).toList());
    }
    var match = EVAL.matcher(line);
    if (!match.matches()) {
      throw new IllegalArgumentException("line " + at + ": " + line);
    }
    if (match.group(3) != null) {
      long time = match.group(2) == null ? 0 : millis(match.group(2));
      return new Eval(at, match.group(1), time, time, 0, match.group(3), block);
    }
    return new Eval(
        at,
        match.group(1),
        millis(match.group(4)),
        millis(match.group(5)),
        millis(match.group(6)),
        match.group(7),
        block);
  }

  static long millis(String text) {
    boolean minus = text.startsWith("-");
    String word = minus ? text.substring(1) : text;
    long millis =
        Numbers.isDuration(word)
            ? Numbers.durationMillis(word)
            : Math.round(Double.parseDouble(word) * 1000);
    return minus ? -millis : millis;
  }

  /// A series and its values in promtool's notation.
  static Row row(String line) {
    int end = endOfSeries(line);
    return values(series(line.substring(0, end).strip()), line.substring(end).strip());
  }

  private static int endOfSeries(String line) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
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

  static SeriesId series(String text) {
    if (text.equals("{}")) {
      return new SeriesId("", Labels.NONE);
    }
    String selector = text.endsWith("{}") ? text.substring(0, text.length() - 2) : text;
    // An empty name is not a selector: one is added, and left out again.
    var expr =
        (Expr.VectorSelector)
            Parser.parse(
                selector.startsWith("{") && selector.length() > 2
                    ? "{__script__=\"1\"," + selector.substring(1)
                    : selector);
    String metric = "";
    var labels = new TreeMap<String, String>();
    for (var matcher : expr.matchers()) {
      if (matcher.label().equals(Matcher.NAME)) {
        metric = matcher.value();
      } else if (!matcher.label().equals("__script__")) {
        labels.put(matcher.label(), matcher.value());
      }
    }
    return new SeriesId(metric, Labels.of(labels));
  }

  private static final Pattern SEQUENCE =
      Pattern.compile(
          "(_|[+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|(?i:inf|nan)|0x[0-9a-fA-F]+))"
              + "(?:([+-](?:[0-9.]+(?:[eE][+-]?[0-9]+)?|(?i:inf|nan))))?(?:x([0-9]+))?");

  private static Row values(SeriesId series, String text) {
    if (text.contains("{{")) {
      return new Row(series, List.of(), true);
    }
    var values = new ArrayList<Double>();
    for (String word : text.split("\\s+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      if (word.equals("stale")) {
        values.add(Staleness.MARKER);
        continue;
      }
      var match = SEQUENCE.matcher(word);
      if (!match.matches()) {
        throw new IllegalArgumentException("not a value: " + word + " of " + series);
      }
      boolean gap = match.group(1).equals("_");
      int repeated = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
      if (gap) {
        for (int i = 0; i < Math.max(1, repeated); i++) {
          values.add(null);
        }
        continue;
      }
      double value = number(match.group(1));
      double step = match.group(2) == null ? 0 : number(match.group(2));
      for (int i = 0; i <= repeated; i++) {
        values.add(value);
        value += step;
      }
    }
    return new Row(series, values, false);
  }

  static double number(String text) {
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    return switch (lower) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "+nan", "-nan" -> Double.NaN;
      default -> lower.startsWith("0x") ? Numbers.number(lower) : Double.parseDouble(lower);
    };
  }
}
