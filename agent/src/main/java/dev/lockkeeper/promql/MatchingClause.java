package dev.lockkeeper.promql;

import dev.lockkeeper.promql.Expr.Cardinality;
import dev.lockkeeper.promql.Expr.Matching;
import java.util.List;

/// What stands between a binary operator and its right side: `bool`, `on (…)`, `group_left (…)`.
///
/// @param explicit whether labels are named; the matching of scalars is not
record MatchingClause(boolean bool, boolean explicit, Matching matching) {
  static MatchingClause read(TokenCursor words, BinaryOperator operator) {
    boolean bool = words.peek().isWord("bool");
    if (bool) {
      var at = words.take();
      if (operator.kind() != BinaryOperator.Kind.COMPARISON) {
        throw words.error(at, "bool modifier can only be used on comparison operators");
      }
    }
    boolean set = operator.kind() == BinaryOperator.Kind.SET;
    var cardinality = set ? Cardinality.MANY_TO_MANY : Cardinality.ONE_TO_ONE;
    if (!isNext(words, "on") && !isNext(words, "ignoring")) {
      refuseFill(words);
      return new MatchingClause(
          bool, false, new Matching(false, List.of(), cardinality, List.of()));
    }
    boolean on = words.take().isWord("on");
    var labels = words.labelNames();
    List<String> include = List.of();
    var group = words.peek();
    if (group.isWord("group_left") || group.isWord("group_right")) {
      words.take();
      if (set) {
        throw words.error(
            group, "no grouping allowed for " + Texts.quoted(operator.text()) + " operation");
      }
      cardinality = group.isWord("group_left") ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
      if (words.peek().is("(")) {
        include = words.labelNames();
      }
      refuseTwice(words, group, on ? labels : List.of(), include);
    }
    refuseFill(words);
    return new MatchingClause(bool, true, new Matching(on, labels, cardinality, include));
  }

  private static boolean isNext(TokenCursor words, String word) {
    return words.peek().isWord(word) && words.peekSecond().is("(");
  }

  private static void refuseTwice(
      TokenCursor words, Token at, List<String> on, List<String> include) {
    for (String name : include) {
      if (on.contains(name)) {
        throw words.error(
            at, "label " + Texts.quoted(name) + " must not occur in ON and GROUP clause at once");
      }
    }
  }

  private static void refuseFill(TokenCursor words) {
    for (String word : List.of("fill", "fill_left", "fill_right")) {
      if (isNext(words, word)) {
        throw words.error(words.peek(), "fill modifiers are not supported");
      }
    }
  }
}
