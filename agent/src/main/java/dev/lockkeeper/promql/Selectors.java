package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Expr.Shift;
import dev.lockkeeper.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses selectors, and what may stand behind them.
final class Selectors {
  private final Parser parser;

  Selectors(Parser parser) {
    this.parser = parser;
  }

  /// `name{…}`, `name` or `{…}`.
  Expr.VectorSelector selector(@Nullable Token name) {
    var first = name == null ? parser.peek() : name;
    var matchers = new ArrayList<Matcher>();
    if (name != null) {
      matchers.add(parser.matcher(name, Matcher.NAME, Matcher.Operator.EQUAL, name.text()));
    }
    int end = first.end();
    if (parser.peek().is("{")) {
      end = matchers(matchers, name != null);
    }
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw parser.error(
          first.start(), end, "vector selector must contain at least one non-empty matcher");
    }
    return new Expr.VectorSelector(matchers, Shift.NONE, first.start(), end);
  }

  /// @return behind the closing brace
  private int matchers(List<Matcher> matchers, boolean hasName) {
    parser.expect("{");
    boolean named = hasName;
    while (!parser.peek().is("}")) {
      var label = parser.take();
      boolean plain = label.kind() == Kind.NAME && label.text().indexOf(':') < 0;
      if (!plain && label.kind() != Kind.STRING) {
        throw parser.unexpected(label, "a label name or \"}\"");
      }
      var operator = operator(parser.peek());
      if (operator != null) {
        parser.take();
        var value = parser.peek();
        if (value.kind() != Kind.STRING) {
          throw parser.unexpected(value, "a string, such as \"value\"");
        }
        parser.take();
        if (named && label.text().equals(Matcher.NAME) && operator == Matcher.Operator.EQUAL) {
          throw parser.error(label, "metric name must not be set twice");
        }
        matchers.add(parser.matcher(value, label.text(), operator, value.text()));
      } else if (label.kind() == Kind.STRING) {
        if (named) {
          throw parser.error(
              label, "metric name must not be set twice: " + Texts.quoted(label.text()));
        }
        named = true;
        matchers.add(parser.matcher(label, Matcher.NAME, Matcher.Operator.EQUAL, label.text()));
      } else {
        throw parser.unexpected(parser.peek(), "one of \"=\", \"!=\", \"=~\", \"!~\"");
      }
      if (!parser.peek().is("}")) {
        if (!parser.peek().is(",")) {
          throw parser.unexpected(parser.peek(), "\",\" or \"}\"");
        }
        parser.take();
      }
    }
    return parser.take().end();
  }

  private static Matcher.@Nullable Operator operator(Token token) {
    if (token.kind() == Kind.SYMBOL) {
      for (var operator : Matcher.Operator.values()) {
        if (operator.text().equals(token.text())) {
          return operator;
        }
      }
    }
    return null;
  }

  /// `expr[5m]` or `expr[5m:1m]`.
  Expr ranged(Expr expr) {
    var open = parser.expect("[");
    var durations = new Durations(parser);
    long range = durations.positive("range");
    if (parser.peek().is(":")) {
      parser.take();
      long step = parser.peek().is("]") ? 0 : durations.positive("resolution");
      var close = parser.expect("]");
      if (expr.type() != ValueType.INSTANT_VECTOR) {
        throw parser.error(
            expr.start(),
            expr.end(),
            "subquery is only allowed on instant vector, got " + expr.type().text());
      }
      return new Expr.Subquery(expr, range, step, Shift.NONE, expr.start(), close.end());
    }
    var close = parser.expect("]");
    if (!(expr instanceof Expr.VectorSelector selector)) {
      throw parser.error(open.start(), close.end(), "ranges only allowed for vector selectors");
    }
    if (!selector.shift().equals(Shift.NONE)) {
      throw parser.error(
          open.start(), close.end(), "no offset or @ modifiers allowed before range");
    }
    return new Expr.RangeSelector(selector, range, selector.start(), close.end());
  }

  /// The shift of what an `offset` or `@` may stand behind.
  static Shift shift(Expr expr, Parser parser, Token modifier) {
    return switch (expr) {
      case Expr.VectorSelector selector -> selector.shift();
      case Expr.RangeSelector range -> range.selector().shift();
      case Expr.Subquery subquery -> subquery.shift();
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Negation _,
          Expr.Parenthesis _ ->
          throw parser.error(
              modifier,
              (modifier.is("@") ? "@ modifier" : "offset modifier")
                  + " must be preceded by an instant vector selector or range vector selector or a"
                  + " subquery");
    };
  }

  static Expr shifted(Expr expr, Shift shift, int end) {
    return switch (expr) {
      case Expr.VectorSelector s -> new Expr.VectorSelector(s.matchers(), shift, s.start(), end);
      case Expr.RangeSelector r ->
          new Expr.RangeSelector(
              new Expr.VectorSelector(
                  r.selector().matchers(), shift, r.start(), r.selector().end()),
              r.rangeMillis(),
              r.start(),
              end);
      case Expr.Subquery s ->
          new Expr.Subquery(s.inner(), s.rangeMillis(), s.stepMillis(), shift, s.start(), end);
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Negation _,
          Expr.Parenthesis _ ->
          throw new IllegalStateException("not to be shifted: " + expr);
    };
  }
}
