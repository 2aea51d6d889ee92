package dev.lockkeeper.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The functions of templates, as Prometheus names them (template/template.go there).
enum TemplateFunctions {
  HUMANIZE("humanize"),
  HUMANIZE_1024("humanize1024"),
  HUMANIZE_DURATION("humanizeDuration"),
  HUMANIZE_PERCENTAGE("humanizePercentage"),
  PRINTF("printf"),
  TO_UPPER("toUpper"),
  TO_LOWER("toLower");

  private static final Pattern VERB = Pattern.compile("%[-+ 0#]*\\d*(?:\\.(\\d+))?([a-zA-Z%])");
  private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] SMALL = {"", "m", "u", "n", "p", "f", "a", "z", "y"};
  private static final String[] BINARY = {"", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

  private final String text;

  TemplateFunctions(String text) {
    this.text = text;
  }

  static @Nullable TemplateFunctions of(String text) {
    for (var function : values()) {
      if (function.text.equals(text)) {
        return function;
      }
    }
    return null;
  }

  static String names() {
    return Arrays.stream(values()).map(function -> function.text).collect(Collectors.joining(", "));
  }

  /// What is wrong with a call; empty when nothing is.
  String check(List<TemplatePart> arguments) {
    if (this != PRINTF) {
      return arguments.size() == 1 ? "" : text + " takes one argument, got " + arguments.size();
    }
    if (arguments.isEmpty()
        || !(arguments.getFirst() instanceof TemplatePart.Text(String format))) {
      return "printf needs a format, such as \"%.2f\"";
    }
    var verbs = VERB.matcher(format);
    int wanted = 0;
    while (verbs.find()) {
      String verb = verbs.group(2);
      if (!"fgesvdq%".contains(verb)) {
        return "printf: verb %" + verb + " is not supported";
      }
      wanted += verb.equals("%") ? 0 : 1;
    }
    return wanted == arguments.size() - 1
        ? ""
        : "printf: the format has " + wanted + " verbs, got " + (arguments.size() - 1) + " values";
  }

  Object apply(List<Object> arguments) {
    var first = arguments.getFirst();
    return switch (this) {
      case HUMANIZE -> humanize(number(first));
      case HUMANIZE_1024 -> scaled(number(first), 1024, BINARY);
      case HUMANIZE_DURATION -> duration(number(first));
      case HUMANIZE_PERCENTAGE -> general(number(first) * 100) + "%";
      case PRINTF -> printf((String) first, arguments);
      case TO_UPPER -> text(first).toUpperCase(Locale.ROOT);
      case TO_LOWER -> text(first).toLowerCase(Locale.ROOT);
    };
  }

  private static double number(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    try {
      return Double.parseDouble(text(value));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /// As Go's templates print: whole numbers without a point.
  static String text(Object value) {
    return value instanceof Double number ? shortest(number) : String.valueOf(value);
  }

  private static String shortest(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    double size = Math.abs(value);
    if (value == 0 || (size >= 1e-4 && size < 1e21)) {
      return value == 0
          ? "0"
          : new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
    String text = Double.toString(value).replace(".0E", "E").replace('E', 'e');
    return text.replaceFirst("e(\\d)", "e+$1").replaceFirst("e([+-])(\\d)$", "e$10$2");
  }

  private static String humanize(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return general(value);
    }
    if (Math.abs(value) >= 1) {
      return scaled(value, 1000, LARGE);
    }
    double scaled = value;
    int step = 0;
    while (Math.abs(scaled) < 1 && step < SMALL.length - 1) {
      scaled *= 1000;
      step++;
    }
    return general(scaled) + SMALL[step];
  }

  private static String scaled(double value, double factor, String[] prefixes) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return general(value);
    }
    double scaled = value;
    int step = 0;
    while (Math.abs(scaled) >= factor && step < prefixes.length - 1) {
      scaled /= factor;
      step++;
    }
    return general(scaled) + prefixes[step];
  }

  /// Go's `%.4g`.
  private static String general(double value) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return shortest(value);
    }
    return shortest(new java.math.BigDecimal(value, new java.math.MathContext(4)).doubleValue());
  }

  private static String duration(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      return shortest(seconds);
    }
    double size = Math.abs(seconds);
    if (size < 1) {
      return size == 0 ? "0s" : humanize(seconds) + "s";
    }
    String sign = seconds < 0 ? "-" : "";
    long whole = (long) size;
    long days = whole / 86_400;
    long hours = whole / 3_600 % 24;
    long minutes = whole / 60 % 60;
    if (days > 0) {
      return sign + days + "d " + hours + "h " + minutes + "m " + whole % 60 + "s";
    }
    if (hours > 0) {
      return sign + hours + "h " + minutes + "m " + whole % 60 + "s";
    }
    if (minutes > 0) {
      return sign + minutes + "m " + whole % 60 + "s";
    }
    return sign + general(size) + "s";
  }

  private static String printf(String format, List<Object> arguments) {
    var verbs = VERB.matcher(format);
    var text = new StringBuilder();
    int next = 1;
    while (verbs.find()) {
      String verb = verbs.group(2);
      String written;
      if (verb.equals("%")) {
        written = "%";
      } else {
        var value = arguments.get(next++);
        written =
            switch (verb) {
              case "f", "e" -> String.format(Locale.ROOT, verbs.group(), number(value));
              case "d" -> String.format(Locale.ROOT, verbs.group(), (long) number(value));
              case "q" -> '"' + text(value) + '"';
              case "g" -> verbs.group(1) == null ? shortest(number(value)) : general(number(value));
              default -> text(value);
            };
      }
      verbs.appendReplacement(text, java.util.regex.Matcher.quoteReplacement(written));
    }
    verbs.appendTail(text);
    return text.toString();
  }
}
