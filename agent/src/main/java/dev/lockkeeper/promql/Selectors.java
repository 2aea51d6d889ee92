package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Expr.Shift;
import dev.lockkeeper.promql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses selectors, and what may stand behind them.
final class Selectors {
  private final TokenCursor words;

  Selectors(TokenCursor words) {
    this.words = words;
  }

  /// `name{…}`, `name` or `{…}`.
  Expr.VectorSelector selector(@Nullable Token name) {
    var first = name == null ? words.peek() : name;
    var matchers = new ArrayList<Matcher>();
    if (name != null) {
      matchers.add(words.matcher(name, Matcher.NAME, Matcher.Operator.EQUAL, name.text()));
    }
    int end = first.end();
    if (words.peek().is("{")) {
      end = matchers(matchers, name != null);
    }
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw words.error(
          first.start(), end, "vector selector must contain at least one non-empty matcher");
    }
    return new Expr.VectorSelector(matchers, Shift.NONE, first.start(), end);
  }

  /// @return behind the closing brace
  private int matchers(List<Matcher> matchers, boolean hasName) {
    words.expect("{");
    boolean named = hasName;
    while (!words.peek().is("}")) {
      var label = words.take();
      if (!TokenCursor.isLabelName(label) && label.kind() != Kind.STRING) {
        throw words.unexpected(label, "a label name or \"}\"");
      }
      var operator = operator(words.peek());
      if (operator != null) {
        words.take();
        var value = words.peek();
        if (value.kind() != Kind.STRING) {
          throw words.unexpected(value, "a string, such as \"value\"");
        }
        words.take();
        if (named && label.text().equals(Matcher.NAME) && operator == Matcher.Operator.EQUAL) {
          throw words.error(label, "metric name must not be set twice");
        }
        matchers.add(words.matcher(value, label.text(), operator, value.text()));
      } else if (label.kind() == Kind.STRING) {
        if (named) {
          throw words.error(
              label, "metric name must not be set twice: " + Texts.quoted(label.text()));
        }
        named = true;
        matchers.add(words.matcher(label, Matcher.NAME, Matcher.Operator.EQUAL, label.text()));
      } else {
        throw words.unexpected(words.peek(), "one of \"=\", \"!=\", \"=~\", \"!~\"");
      }
      words.separator("}");
    }
    return words.take().end();
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
    var open = words.expect("[");
    var durations = new Durations(words);
    long range = durations.positive("range");
    if (words.peek().is(":")) {
      words.take();
      long step = words.peek().is("]") ? 0 : durations.positive("resolution");
      var close = words.expect("]");
      if (expr.type() != ValueType.INSTANT_VECTOR) {
        throw words.error(
            expr.start(),
            expr.end(),
            "subquery is only allowed on instant vector, got " + expr.type().text());
      }
      return new Expr.Subquery(expr, range, step, Shift.NONE, expr.start(), close.end());
    }
    var close = words.expect("]");
    if (!(expr instanceof Expr.VectorSelector selector)) {
      throw words.error(open.start(), close.end(), "ranges only allowed for vector selectors");
    }
    if (!selector.shift().equals(Shift.NONE)) {
      throw words.error(open.start(), close.end(), "no offset or @ modifiers allowed before range");
    }
    return new Expr.RangeSelector(selector, range, selector.start(), close.end());
  }

  /// The shift of what an `offset` or `@` may stand behind.
  static Shift shift(Expr expr, TokenCursor words, Token modifier) {
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
          throw words.error(
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
