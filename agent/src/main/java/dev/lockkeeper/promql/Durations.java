package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Token.Kind;
import java.util.Set;

/// Ranges, steps, offsets and moments: a duration, or a number of seconds.
final class Durations {
  private static final String EXPRESSIONS = "duration expressions are not supported";
  private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "^");

  private final TokenCursor words;

  Durations(TokenCursor words) {
    this.words = words;
  }

  /// @param what for messages: `range`
  /// @return milliseconds, more than 0
  long positive(String what) {
    var token = words.peek();
    long millis = millis(what);
    if (OPERATORS.contains(words.peek().text())) {
      throw words.error(words.peek(), EXPRESSIONS);
    }
    if (millis <= 0) {
      throw words.error(token, what + " must be greater than 0");
    }
    return millis;
  }

  long signed() {
    boolean minus = words.peek().is("-");
    if (minus || words.peek().is("+")) {
      words.take();
    }
    long millis = millis("offset");
    return minus ? -millis : millis;
  }

  private long millis(String what) {
    var token = words.peek();
    if (token.is("(") || (token.kind() == Kind.NAME && words.peekSecond().is("("))) {
      throw words.error(token, EXPRESSIONS);
    }
    if (token.kind() != Kind.DURATION && token.kind() != Kind.NUMBER) {
      throw words.unexpected(token, "a duration for the " + what + ", such as 5m");
    }
    words.take();
    return bounded(token, words.value(token) * 1000);
  }

  /// What stands behind `@`: a Unix time in seconds, `start()` or `end()`.
  Expr.At moment() {
    var token = words.peek();
    if (token.isWord("start") || token.isWord("end")) {
      words.take();
      words.expect("(");
      words.expect(")");
      return token.isWord("start") ? Expr.At.Edge.START : Expr.At.Edge.END;
    }
    boolean minus = token.is("-");
    if (minus || token.is("+")) {
      words.take();
    }
    var number = words.peek();
    if (number.kind() != Kind.NUMBER && number.kind() != Kind.DURATION) {
      throw words.unexpected(number, "a time, start() or end()");
    }
    words.take();
    double seconds = words.value(number);
    return new Expr.At.Time(bounded(number, (minus ? -seconds : seconds) * 1000));
  }

  private long bounded(Token at, double millis) {
    // Room enough for sums of several.
    if (!(Math.abs(millis) < 9e15)) {
      throw words.error(at, "out of range");
    }
    return Math.round(millis);
  }
}
