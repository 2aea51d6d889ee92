package dev.lockkeeper.promql;

import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.promql.Expr.Cardinality;
import dev.lockkeeper.promql.Expr.Matching;
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

  private final String text;
  private final List<Token> tokens;
  private final Types types;
  private int position;
  private int depth;

  /// of the expression that was parsed last
  private int height;

  /// behind the token that was taken last
  private int lastEnd;

  private Parser(String text) {
    this.text = text;
    this.tokens = new Lexer(text).tokens();
    this.types = new Types(text);
  }

  /// @throws PromqlException when it is not PromQL, its types do not fit, or it is not supported
  public static Expr parse(String text) {
    var parser = new Parser(text);
    if (parser.peek().kind() == Kind.END) {
      throw parser.error(parser.peek(), "no expression");
    }
    var expr = parser.expression(0);
    var rest = parser.peek();
    if (rest.kind() != Kind.END) {
      throw parser.unexpected(rest, "an operator or the end");
    }
    return expr;
  }

  private Expr expression(int least) {
    if (++depth > DEEPEST) {
      throw error(peek(), "nested too deeply (more than " + DEEPEST + " levels)");
    }
    var left = unary();
    while (true) {
      var operator = operator(peek());
      if (operator == null || operator.precedence() < least) {
        depth--;
        return left;
      }
      int leftHeight = height;
      var at = take();
      var modifiers = new BinaryModifiers(this, operator);
      var right = expression(operator.precedence() + (operator.rightAssociative() ? 0 : 1));
      raise(leftHeight, at);
      left =
          types.binary(
              new Expr.Binary(
                  operator,
                  left,
                  right,
                  modifiers.bool,
                  modifiers.matching,
                  left.start(),
                  right.end()),
              at,
              modifiers.explicit);
    }
  }

  private static @Nullable BinaryOperator operator(Token token) {
    return token.kind() == Kind.SYMBOL || token.kind() == Kind.NAME
        ? BinaryOperator.of(token.text())
        : null;
  }

  private Expr unary() {
    var sign = peek();
    if (!sign.is("-") && !sign.is("+")) {
      return postfix(primary());
    }
    take();
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
    var token = peek();
    height = 1;
    return switch (token.kind()) {
      case NUMBER, DURATION -> {
        take();
        yield new Expr.NumberLiteral(value(token), token.start(), token.end());
      }
      case STRING -> {
        take();
        yield new Expr.StringLiteral(token.text(), token.start(), token.end());
      }
      case SYMBOL -> bracketed(token);
      case NAME -> named(token);
      case END -> throw unexpected(token, "an expression");
    };
  }

  private Expr bracketed(Token token) {
    if (token.is("{")) {
      return new Selectors(this).selector(null);
    }
    if (!token.is("(")) {
      throw unexpected(token, "an expression");
    }
    take();
    var inner = expression(0);
    var close = expect(")");
    raise(0, token);
    return new Expr.Parenthesis(inner, token.start(), close.end());
  }

  private Expr named(Token name) {
    take();
    var aggregator = Aggregator.of(name.text());
    if (aggregator != null && (peek().is("(") || isGrouping(peek()))) {
      return aggregation(name, aggregator);
    }
    if (peek().is("(")) {
      return call(name);
    }
    String lower = name.text().toLowerCase(Locale.ROOT);
    if (lower.equals("inf") || lower.equals("nan")) {
      double value = lower.equals("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
      return new Expr.NumberLiteral(value, name.start(), name.end());
    }
    return new Selectors(this).selector(name);
  }

  private Expr call(Token name) {
    var function = Function.of(name.text());
    if (function == null) {
      throw error(
          name,
          Function.knownButNotSupported(name.text())
              ? "function " + name.text() + " is not supported"
              : "unknown function "
                  + Texts.quoted(name.text())
                  + Texts.nearest(name.text(), Function.names()));
    }
    var arguments = arguments();
    return types.call(new Expr.Call(function, arguments, name.start(), lastEnd), name);
  }

  /// `(a, b)`; a comma behind the last is allowed.
  private List<Expr> arguments() {
    var open = expect("(");
    var arguments = new ArrayList<Expr>();
    int highest = 0;
    while (!peek().is(")")) {
      arguments.add(expression(0));
      highest = Math.max(highest, height);
      if (!peek().is(")")) {
        if (!peek().is(",")) {
          throw unexpected(peek(), "\",\" or \")\"");
        }
        take();
      }
    }
    expect(")");
    height = highest;
    raise(0, open);
    return arguments;
  }

  private Expr aggregation(Token name, Aggregator aggregator) {
    List<String> labels = null;
    boolean without = false;
    if (isGrouping(peek())) {
      without = take().isWord("without");
      labels = labelNames();
    }
    var arguments = arguments();
    if (isGrouping(peek())) {
      if (labels != null) {
        throw error(peek(), "aggregation has two groupings");
      }
      without = take().isWord("without");
      labels = labelNames();
    }
    int parameters = aggregator.parameter() == null ? 0 : 1;
    if (arguments.size() != parameters + 1) {
      throw error(
          name.start(),
          lastEnd,
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
            lastEnd));
  }

  private static boolean isGrouping(Token token) {
    return token.kind() == Kind.NAME && GROUPING.contains(token.text().toLowerCase(Locale.ROOT));
  }

  /// `(a, b)`; names may be quoted.
  List<String> labelNames() {
    expect("(");
    var names = new ArrayList<String>();
    while (!peek().is(")")) {
      var name = take();
      boolean plain = name.kind() == Kind.NAME && name.text().indexOf(':') < 0;
      if (!plain && name.kind() != Kind.STRING) {
        throw unexpected(name, "a label name");
      }
      if (name.text().isEmpty()) {
        throw error(name, "invalid label name \"\"");
      }
      names.add(name.text());
      if (!peek().is(")")) {
        if (!peek().is(",")) {
          throw unexpected(peek(), "\",\" or \")\"");
        }
        take();
      }
    }
    expect(")");
    return names;
  }

  /// `[…]`, `offset …` and `@ …` behind an expression.
  private Expr postfix(Expr operand) {
    var expr = operand;
    var offset = false;
    var at = false;
    while (true) {
      var token = peek();
      if (token.is("[")) {
        expr = new Selectors(this).ranged(expr);
        raise(0, token);
        if (expr instanceof Expr.Subquery) {
          offset = false;
          at = false;
        }
      } else if (token.isWord("offset")) {
        if (offset) {
          throw error(token, "offset may not be set multiple times");
        }
        offset = true;
        take();
        long millis = new Durations(this).signed();
        var shift = Selectors.shift(expr, this, token);
        expr = Selectors.shifted(expr, new Shift(millis, shift.at()), lastEnd);
      } else if (token.is("@")) {
        if (at) {
          throw error(token, "@ <timestamp> may not be set multiple times");
        }
        at = true;
        take();
        var shift = Selectors.shift(expr, this, token);
        var moment = new Durations(this).moment();
        expr = Selectors.shifted(expr, new Shift(shift.offsetMillis(), moment), lastEnd);
      } else {
        return expr;
      }
    }
  }

  /// What stands between a binary operator and its right side.
  private static final class BinaryModifiers {
    private boolean bool;
    private boolean explicit;
    private @Nullable Matching matching;

    private BinaryModifiers(Parser parser, BinaryOperator operator) {
      if (parser.peek().isWord("bool")) {
        var at = parser.take();
        if (operator.kind() != BinaryOperator.Kind.COMPARISON) {
          throw parser.error(at, "bool modifier can only be used on comparison operators");
        }
        bool = true;
      }
      boolean set = operator.kind() == BinaryOperator.Kind.SET;
      var cardinality = set ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
      boolean on = false;
      List<String> labels = List.of();
      List<String> include = List.of();
      if (isMatching(parser)) {
        explicit = true;
        on = parser.take().isWord("on");
        labels = parser.labelNames();
        var group = parser.peek();
        if (group.isWord("group_left") || group.isWord("group_right")) {
          parser.take();
          if (set) {
            throw parser.error(
                group, "no grouping allowed for " + Texts.quoted(operator.text()) + " operation");
          }
          cardinality =
              group.isWord("group_left") ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
          if (parser.peek().is("(")) {
            include = parser.labelNames();
          }
          for (String name : include) {
            if (on && labels.contains(name)) {
              throw parser.error(
                  group,
                  "label " + Texts.quoted(name) + " must not occur in ON and GROUP clause at once");
            }
          }
        }
      }
      matching = new Matching(on, labels, cardinality, include);
    }

    private static boolean isMatching(Parser parser) {
      var token = parser.peek();
      return (token.isWord("on") || token.isWord("ignoring"))
          && parser.tokens.get(parser.position + 1).is("(");
    }
  }

  double value(Token token) {
    try {
      return token.kind() == Kind.NUMBER
          ? Numbers.number(token.text())
          : Numbers.durationMillis(token.text()) / 1000.0;
    } catch (ArithmeticException e) {
      throw error(token, "duration out of range");
    }
  }

  Matcher matcher(Token at, String label, Matcher.Operator operator, String value) {
    try {
      return new Matcher(label, operator, value);
    } catch (PatternSyntaxException e) {
      throw error(at, "not a regular expression (RE2): " + e.getMessage());
    }
  }

  Token peek() {
    return tokens.get(position);
  }

  Token take() {
    var token = tokens.get(position);
    if (token.kind() != Kind.END) {
      position++;
    }
    lastEnd = token.end();
    return token;
  }

  Token expect(String symbol) {
    var token = peek();
    if (!token.is(symbol)) {
      throw unexpected(token, Texts.quoted(symbol));
    }
    return take();
  }

  /// The tree that is being built grows by a level.
  private void raise(int other, Token at) {
    height = Math.max(height, other) + 1;
    if (height > DEEPEST) {
      throw error(at, "too many operators in a row or nested (more than " + DEEPEST + ")");
    }
  }

  PromqlException unexpected(Token token, String expected) {
    return error(token, "unexpected " + token.described() + ", expected " + expected);
  }

  PromqlException error(Token at, String message) {
    return error(at.start(), at.end(), message);
  }

  PromqlException error(int start, int end, String message) {
    return new PromqlException(text, start, end, message);
  }
}
