package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Expr.Shift;
import dev.lockkeeper.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads PromQL: recursive descent, operators by precedence. The grammar is that of Prometheus 3
/// (promql/parser/generated_parser.y there).
///
/// Nesting is bounded, and so is the height of the tree that comes out: whatever walks it may
/// recurse.
public final class Parser {
  private static final int DEEPEST = 200;
  private static final Set<String> GROUPING = Set.of("by", "without");

  private final TokenCursor words;
  private final Types types;
  private int depth;

  /// of the expression that was parsed last
  private int height;

  private Parser(String text) {
    this.words = new TokenCursor(text);
    this.types = new Types(text);
  }

  /// @throws PromqlException when it is not PromQL, its types do not fit, or it is not supported
  public static Expr parse(String text) {
    var parser = new Parser(text);
    if (parser.words.peek().kind() == Kind.END) {
      throw parser.words.error(parser.words.peek(), "no expression");
    }
    var expr = parser.expression(0);
    var rest = parser.words.peek();
    if (rest.kind() != Kind.END) {
      throw parser.words.unexpected(rest, "an operator or the end");
    }
    return expr;
  }

  private Expr expression(int least) {
    if (++depth > DEEPEST) {
      throw words.error(words.peek(), "nested too deeply (more than " + DEEPEST + " levels)");
    }
    var left = unary();
    while (true) {
      var operator = operator(words.peek());
      if (operator == null || operator.precedence() < least) {
        depth--;
        return left;
      }
      int leftHeight = height;
      var at = words.take();
      var clause = MatchingClause.read(words, operator);
      var right = expression(operator.precedence() + (operator.rightAssociative() ? 0 : 1));
      raise(leftHeight, at);
      left =
          types.binary(
              new Expr.Binary(
                  operator,
                  left,
                  right,
                  clause.bool(),
                  clause.matching(),
                  left.start(),
                  right.end()),
              at,
              clause.explicit());
    }
  }

  private static @Nullable BinaryOperator operator(Token token) {
    return token.kind() == Kind.SYMBOL || token.kind() == Kind.NAME
        ? BinaryOperator.of(token.text())
        : null;
  }

  private Expr unary() {
    var sign = words.peek();
    if (!sign.is("-") && !sign.is("+")) {
      return postfix(primary());
    }
    words.take();
    var inner = expression(BinaryOperator.UNARY_PRECEDENCE + 1);
    raise(0, sign);
    types.sign(inner);
    boolean minus = sign.is("-");
    if (inner instanceof Expr.NumberLiteral(double value, int _, int end)) {
      return new Expr.NumberLiteral(minus ? -value : value, sign.start(), end);
    }
    return minus ? new Expr.Negation(inner, sign.start(), inner.end()) : inner;
  }

  private Expr primary() {
    var token = words.peek();
    height = 1;
    return switch (token.kind()) {
      case NUMBER, DURATION, BYTES -> {
        words.take();
        yield new Expr.NumberLiteral(words.value(token), token.start(), token.end());
      }
      case STRING -> {
        words.take();
        yield new Expr.StringLiteral(token.text(), token.start(), token.end());
      }
      case SYMBOL -> bracketed(token);
      case NAME -> named(token);
      case END -> throw words.unexpected(token, "an expression");
    };
  }

  private Expr bracketed(Token token) {
    if (token.is("{")) {
      return new Selectors(words).selector(null);
    }
    if (!token.is("(")) {
      throw words.unexpected(token, "an expression");
    }
    words.take();
    var inner = expression(0);
    var close = words.expect(")");
    raise(0, token);
    return new Expr.Parenthesis(inner, token.start(), close.end());
  }

  private Expr named(Token name) {
    words.take();
    var aggregator = Aggregator.of(name.text());
    if (aggregator != null && (words.peek().is("(") || isGrouping(words.peek()))) {
      return aggregation(name, aggregator);
    }
    if (words.peek().is("(")) {
      return call(name);
    }
    String lower = name.text().toLowerCase(Locale.ROOT);
    if (lower.equals("inf") || lower.equals("nan")) {
      double value = lower.equals("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
      return new Expr.NumberLiteral(value, name.start(), name.end());
    }
    return new Selectors(words).selector(name);
  }

  private Expr call(Token name) {
    var function = Function.of(name.text());
    if (function == null) {
      throw words.error(
          name,
          Function.knownButNotSupported(name.text())
              ? "function " + name.text() + " is not supported"
              : "unknown function "
                  + Texts.quoted(name.text())
                  + Texts.nearest(name.text(), Function.names()));
    }
    var arguments = arguments();
    return types.call(new Expr.Call(function, arguments, name.start(), words.lastEnd()), name);
  }

  /// `(a, b)`.
  private List<Expr> arguments() {
    var open = words.expect("(");
    var arguments = new ArrayList<Expr>();
    int highest = 0;
    while (!words.peek().is(")")) {
      arguments.add(expression(0));
      highest = Math.max(highest, height);
      var comma = words.peek();
      words.separator(")");
      if (comma.is(",") && words.peek().is(")")) {
        throw words.error(comma, "trailing commas not allowed in function call args");
      }
    }
    words.expect(")");
    height = highest;
    raise(0, open);
    return arguments;
  }

  private Expr aggregation(Token name, Aggregator aggregator) {
    List<String> labels = null;
    boolean without = false;
    if (isGrouping(words.peek())) {
      without = words.take().isWord("without");
      labels = words.labelNames();
    }
    var arguments = arguments();
    if (isGrouping(words.peek())) {
      if (labels != null) {
        throw words.error(words.peek(), "aggregation has two groupings");
      }
      without = words.take().isWord("without");
      labels = words.labelNames();
    }
    int parameters = aggregator.parameter() == null ? 0 : 1;
    if (arguments.size() != parameters + 1) {
      throw words.error(
          name.start(),
          words.lastEnd(),
          "wrong number of arguments for aggregation "
              + aggregator.text()
              + ": expected "
              + (parameters + 1)
              + ", got "
              + arguments.size());
    }
    return types.aggregation(
        new Expr.Aggregation(
            aggregator,
            parameters == 0 ? null : arguments.getFirst(),
            arguments.getLast(),
            labels == null ? List.of() : labels,
            without,
            name.start(),
            words.lastEnd()));
  }

  private static boolean isGrouping(Token token) {
    return token.kind() == Kind.NAME && GROUPING.contains(token.text().toLowerCase(Locale.ROOT));
  }

  /// `[…]`, `offset …` and `@ …` behind an expression.
  private Expr postfix(Expr operand) {
    var expr = operand;
    var offset = false;
    var at = false;
    while (true) {
      var token = words.peek();
      if (token.is("[")) {
        expr = new Selectors(words).ranged(expr);
        raise(0, token);
        if (expr instanceof Expr.Subquery) {
          offset = false;
          at = false;
        }
      } else if (token.isWord("anchored") || token.isWord("smoothed")) {
        throw words.error(token, token.text() + " vectors are not supported");
      } else if (token.isWord("offset")) {
        if (offset) {
          throw words.error(token, "offset may not be set multiple times");
        }
        offset = true;
        words.take();
        long millis = new Durations(words).signed();
        var shift = Selectors.shift(expr, words, token);
        expr = Selectors.shifted(expr, new Shift(millis, shift.at()), words.lastEnd());
      } else if (token.is("@")) {
        if (at) {
          throw words.error(token, "@ <timestamp> may not be set multiple times");
        }
        at = true;
        words.take();
        var shift = Selectors.shift(expr, words, token);
        var moment = new Durations(words).moment();
        expr = Selectors.shifted(expr, new Shift(shift.offsetMillis(), moment), words.lastEnd());
      } else {
        return expr;
      }
    }
  }

  /// The tree that is being built grows by a level.
  private void raise(int other, Token at) {
    height = Math.max(height, other) + 1;
    if (height > DEEPEST) {
      throw words.error(at, "too many operators in a row or nested (more than " + DEEPEST + ")");
    }
  }
}
