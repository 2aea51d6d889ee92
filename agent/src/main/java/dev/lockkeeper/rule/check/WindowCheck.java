package dev.lockkeeper.rule.check;

import static dev.lockkeeper.rule.check.RuleChecks.written;

import dev.lockkeeper.promql.Expr;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says how fine the past is that a window looks into, and what of it a restart leaves.
final class WindowCheck {
  private WindowCheck() {}

  /// @param window how far back the whole looks: ranges, offsets and subqueries added up
  static void check(Retention retention, Expr expr, Duration window, List<Finding> findings) {
    var tiers = retention.tiers();
    if (tiers.isEmpty() || window.compareTo(tiers.getFirst().reach()) <= 0) {
      return;
    }
    var widest = widest(expr);
    int at = widest == null ? expr.start() : widest.start();
    for (var tier : tiers) {
      if (window.compareTo(tier.reach()) <= 0) {
        findings.add(
            new Finding(
                Finding.Kind.NOTE,
                at,
                "looks back %s: what is older than %s is kept in buckets of %s, exact for min, max,"
                        .formatted(
                            written(window),
                            written(tiers.getFirst().reach()),
                            written(tier.width()))
                    + " sum, count, avg and increase, approximate for everything else"));
        break;
      }
    }
    if (window.compareTo(tiers.getLast().reach()) <= 0
        && window.compareTo(retention.onDisk()) > 0) {
      findings.add(
          new Finding(
              Finding.Kind.WARNING,
              at,
              retention.onDisk().isZero()
                  ? "looks back %s, and no history is kept on disk: after each start of the agent it"
                          .formatted(written(window))
                      + " takes that long until it sees so far"
                  : "looks back %s, but the history on disk keeps %s (`history.keep`): after a restart"
                          .formatted(written(window), written(retention.onDisk()))
                      + " of the agent it sees no more than that"));
    }
  }

  /// The widest range or subquery.
  private static @Nullable Expr widest(Expr expr) {
    @Nullable Expr widest = range(expr) > 0 ? expr : null;
    for (var part : expr.parts()) {
      var below = widest(part);
      if (below != null && (widest == null || range(below) > range(widest))) {
        widest = below;
      }
    }
    return widest;
  }

  private static long range(Expr expr) {
    return switch (expr) {
      case Expr.RangeSelector selector -> selector.rangeMillis();
      case Expr.Subquery subquery -> subquery.rangeMillis();
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.VectorSelector _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _,
          Expr.Negation _,
          Expr.Parenthesis _ ->
          0;
    };
  }
}
