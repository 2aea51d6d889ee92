package dev.lockkeeper.rule.template;

import java.math.BigInteger;
import java.util.Locale;

/// Numbers as Go writes them: whole ones, and those with a point or an exponent.
final class Constants {
  private Constants() {}

  static Value number(Lexer.Token token) throws TemplateException {
    String text = token.text().replace("_", "").toLowerCase(Locale.ROOT);
    try {
      boolean minus = text.startsWith("-");
      String digits = minus || text.startsWith("+") ? text.substring(1) : text;
      int radix =
          digits.startsWith("0x")
              ? 16
              : digits.startsWith("0b") ? 2 : digits.matches("0o?[0-7]+") ? 8 : 10;
      if (radix == 10 && digits.matches("0[0-9]+")) {
        throw new NumberFormatException(text);
      }
      boolean whole = radix != 10 ? digits.indexOf('p') < 0 : !digits.matches(".*[.ep].*");
      if (!whole) {
        if (!digits.matches("[0-9.]+(e[-+]?[0-9]+)?") && !digits.contains("p")) {
          throw new NumberFormatException(text);
        }
        return new Value.Fraction(Double.parseDouble(text));
      }
      String bare =
          radix == 10
              ? digits
              : digits.replaceFirst("^0[xbo]?", "").isEmpty()
                  ? "0"
                  : digits.replaceFirst("^0[xbo]?", "");
      long number = new BigInteger(bare, radix).longValueExact();
      return new Value.Whole(minus ? -number : number);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TemplateException(token.start(), "bad number syntax: \"" + token.text() + "\"");
    }
  }
}
