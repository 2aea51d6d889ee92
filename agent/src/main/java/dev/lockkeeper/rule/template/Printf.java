package dev.lockkeeper.rule.template;

import dev.lockkeeper.rule.template.Value.Fraction;
import dev.lockkeeper.rule.template.Value.Text;
import dev.lockkeeper.rule.template.Value.Truth;
import dev.lockkeeper.rule.template.Value.Whole;
import java.util.List;
import java.util.Locale;

/// `printf`, as Go's package fmt has it: a verb that does not fit its value is no failure but shows
/// in the text.
final class Printf {
  /// Larger ones are refused in the text.
  private static final int WIDEST = 1000;

  private final List<Value> arguments;
  private final StringBuilder text = new StringBuilder();
  private int next = 1;

  private Printf(List<Value> arguments) {
    this.arguments = arguments;
  }

  static String format(List<Value> arguments, Budget budget) {
    String format = Arguments.text(arguments, 0);
    return new Printf(arguments).run(format, budget);
  }

  private record Flags(boolean minus, boolean plus, boolean sharp, boolean blank, boolean zero) {}

  private String run(String format, Budget budget) {
    int at = 0;
    int counted = 0;
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        break;
      }
      text.append(format, at, percent);
      at = verb(format, percent + 1);
      budget.characters(text.length() - counted);
      counted = text.length();
    }
    text.append(format, Math.min(at, format.length()), format.length());
    budget.characters(text.length() - counted);
    if (next < arguments.size()) {
      text.append("%!(EXTRA ");
      for (int i = next; i < arguments.size(); i++) {
        text.append(i > next ? ", " : "")
            .append(arguments.get(i).type())
            .append('=')
            .append(arguments.get(i).printed());
      }
      text.append(')');
    }
    return text.toString();
  }

  /// @param from behind the percent sign
  /// @return behind the verb
  private int verb(String format, int from) {
    int at = from;
    while (at < format.length() && "-+# 0".indexOf(format.charAt(at)) >= 0) {
      at++;
    }
    String flags = format.substring(from, at);
    int widthFrom = at;
    while (at < format.length() && Character.isDigit(format.charAt(at))) {
      at++;
    }
    int width = number(format.substring(widthFrom, at), 0);
    int precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      int precisionFrom = ++at;
      while (at < format.length() && Character.isDigit(format.charAt(at))) {
        at++;
      }
      precision = number(format.substring(precisionFrom, at), 0);
    }
    if (at >= format.length()) {
      text.append("%!(NOVERB)");
      return at;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      text.append('%');
    } else if (width > WIDEST || precision > WIDEST) {
      text.append(width > WIDEST ? "%!(BADWIDTH)" : "%!(BADPREC)");
      next++;
    } else if (next >= arguments.size()) {
      text.append("%!").appendCodePoint(verb).append("(MISSING)");
    } else {
      var read =
          new Flags(
              flags.contains("-"),
              flags.contains("+"),
              flags.contains("#"),
              flags.contains(" "),
              flags.contains("0"));
      append(arguments.get(next++), verb, read, width, precision);
    }
    return at;
  }

  private static int number(String digits, int otherwise) {
    return digits.isEmpty()
        ? otherwise
        : digits.length() > 6 ? WIDEST + 1 : Integer.parseInt(digits);
  }

  private void append(Value value, int verb, Flags flags, int width, int precision) {
    String bare = formatted(value, verb, flags, precision);
    boolean number = value instanceof Fraction || value instanceof Whole;
    boolean wrong = bare.startsWith("%!") && !(value instanceof Text);
    int missing = wrong ? 0 : width - bare.codePointCount(0, bare.length());
    if (missing <= 0) {
      text.append(bare);
    } else if (flags.minus()) {
      text.append(bare).repeat(' ', missing);
    } else if (flags.zero() && number && Character.isDigit(bare.charAt(bare.length() - 1))) {
      boolean sign = "+- ".indexOf(bare.charAt(0)) >= 0;
      text.append(sign ? bare.substring(0, 1) : "")
          .repeat('0', missing)
          .append(sign ? bare.substring(1) : bare);
    } else {
      text.repeat(flags.zero() && !number ? '0' : ' ', missing).append(bare);
    }
  }

  private static String formatted(Value value, int verb, Flags flags, int precision) {
    if (verb == 'T') {
      return value.type();
    }
    return switch (value) {
      case Fraction(double number) -> number(number, verb, flags, precision, value);
      case Whole(long number) -> whole(number, verb, flags, value);
      case Truth(boolean holds) ->
          verb == 't' || verb == 'v' ? Boolean.toString(holds) : wrong(value, verb);
      case Text(String string) -> string(string, verb, flags, precision, value);
      case Value.Nothing _ -> verb == 'v' ? "<nil>" : "%!" + Character.toString(verb) + "(<nil>)";
      case Value.Time _,
          Value.LabelMap _,
          Value.Arguments _,
          Value.Sample _,
          Value.Samples _,
          Value.Data _ ->
          verb == 'v' || verb == 's' ? value.printed() : wrong(value, verb);
    };
  }

  private static String number(double number, int verb, Flags flags, int precision, Value value) {
    String text =
        switch (verb) {
          case 'v', 'g', 'G' ->
              precision < 0 ? GoFloat.shortest(number) : GoFloat.general(number, precision);
          case 'f', 'F' -> GoFloat.fixed(number, precision < 0 ? 6 : precision);
          case 'e', 'E' -> GoFloat.scientific(number, precision < 0 ? 6 : precision);
          default -> wrong(value, verb);
        };
    if (text.startsWith("%!")) {
      return text;
    }
    if (text.equals("+Inf") && !flags.plus()) {
      return "+Inf";
    }
    return signed(Character.isUpperCase(verb) ? text.toUpperCase(Locale.ROOT) : text, flags);
  }

  private static String signed(String text, Flags flags) {
    if (text.startsWith("-") || text.startsWith("+")) {
      return text;
    }
    return flags.plus() ? "+" + text : flags.blank() ? " " + text : text;
  }

  private static String whole(long number, int verb, Flags flags, Value value) {
    return switch (verb) {
      case 'v', 'd' -> signed(Long.toString(number), flags);
      case 'x' -> (flags.sharp() ? "0x" : "") + Long.toString(number, 16);
      case 'X' -> (flags.sharp() ? "0X" : "") + Long.toString(number, 16).toUpperCase(Locale.ROOT);
      case 'o' -> (flags.sharp() ? "0" : "") + Long.toString(number, 8);
      case 'b' -> Long.toString(number, 2);
      case 'c' ->
          Character.isValidCodePoint((int) number) ? Character.toString((int) number) : "\uFFFD";
      case 'q' -> "'" + Character.toString((int) number) + "'";
      default -> wrong(value, verb);
    };
  }

  private static String string(String string, int verb, Flags flags, int precision, Value value) {
    String cut =
        precision >= 0 && string.codePointCount(0, string.length()) > precision
            ? string.substring(0, string.offsetByCodePoints(0, precision))
            : string;
    return switch (verb) {
      case 'v' -> flags.sharp() ? GoText.quoted(cut) : cut;
      case 's' -> cut;
      case 'q' -> GoText.quoted(cut);
      case 'x' -> GoText.hex(cut);
      case 'X' -> GoText.hex(cut).toUpperCase(Locale.ROOT);
      default -> wrong(value, verb);
    };
  }

  private static String wrong(Value value, int verb) {
    return "%!" + Character.toString(verb) + "(" + value.type() + "=" + value.printed() + ")";
  }
}
