package dev.lockkeeper.rule.template;

import java.util.List;
import java.util.Locale;

/// What functions were given.
final class Arguments {
  /// An argument that the function can't take.
  static final class WrongArgument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongArgument(String message) {
      super(message, null, false, false);
    }
  }

  private Arguments() {}

  static String text(List<Value> arguments, int index) {
    if (arguments.get(index) instanceof Value.Text(String text)) {
      return text;
    }
    throw wrongType("string", arguments.get(index));
  }

  static WrongArgument wrongType(String wanted, Value value) {
    return new WrongArgument("wrong type for value; expected " + wanted + "; got " + value.type());
  }

  /// A number, or a text that is one.
  static double number(Value value) {
    return switch (value) {
      case Value.Fraction(double number) -> number;
      case Value.Whole(long number) -> number;
      case Value.Text(String text) -> parsed(text);
      case Value.Truth _,
          Value.Nothing _,
          Value.Time _,
          Value.LabelMap _,
          Value.Arguments _,
          Value.Sample _,
          Value.Samples _,
          Value.Data _ ->
          throw new WrongArgument("can't convert " + value.type() + " to float");
    };
  }

  private static double parsed(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> {
        if (text.length() < 400
            && text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?")) {
          yield Double.parseDouble(text);
        }
        throw new WrongArgument("parsing " + GoText.quoted(text) + ": invalid syntax");
      }
    };
  }
}
