package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Token.Kind;

/// Ranges, steps, offsets and moments: a duration, or a number of seconds.
final class Durations {
  private final Parser parser;

  Durations(Parser parser) {
    this.parser = parser;
  }

  /// @param what for messages: `range`
  /// @return milliseconds, more than 0
  long positive(String what) {
    var token = parser.peek();
    long millis = millis(what);
    if (millis <= 0) {
      throw parser.error(token, what + " must be greater than 0");
    }
    return millis;
  }

  long signed() {
    boolean minus = parser.peek().is("-");
    if (minus || parser.peek().is("+")) {
      parser.take();
    }
    long millis = millis("offset");
    return minus ? -millis : millis;
  }

  private long millis(String what) {
    var token = parser.peek();
    if (token.kind() != Kind.DURATION && token.kind() != Kind.NUMBER) {
      throw parser.unexpected(token, "a duration for the " + what + ", such as 5m");
    }
    parser.take();
    return bounded(token, parser.value(token) * 1000);
  }

  /// What stands behind `@`: a Unix time in seconds, `start()` or `end()`.
  Expr.At moment() {
    var token = parser.peek();
    if (token.isWord("start") || token.isWord("end")) {
      parser.take();
      parser.expect("(");
      parser.expect(")");
      return token.isWord("start") ? Expr.At.Edge.START : Expr.At.Edge.END;
    }
    boolean minus = token.is("-");
    if (minus || token.is("+")) {
      parser.take();
    }
    var number = parser.peek();
    if (number.kind() != Kind.NUMBER && number.kind() != Kind.DURATION) {
      throw parser.unexpected(number, "a time, start() or end()");
    }
    parser.take();
    double seconds = parser.value(number);
    return new Expr.At.Time(bounded(number, (minus ? -seconds : seconds) * 1000));
  }

  private long bounded(Token at, double millis) {
    // Room enough for sums of several.
    if (!(Math.abs(millis) < 9e15)) {
      throw parser.error(at, "out of range");
    }
    return Math.round(millis);
  }
}
