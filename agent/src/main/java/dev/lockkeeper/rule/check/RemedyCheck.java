package dev.lockkeeper.rule.check;

import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.promql.Expr;
import java.util.List;

/// A remedy needs to know which service it is for.
final class RemedyCheck {
  private static final String SERVICE = "service";

  private RemedyCheck() {}

  static void check(KnownMetrics known, Remedy remedy, Expr expr, List<Finding> findings) {
    if (known.mayCarry(expr, SERVICE)) {
      return;
    }
    var lost = whereLost(known, expr);
    findings.add(
        new Finding(
            Finding.Kind.WRONG,
            lost.start(),
            "the rule has the remedy "
                + remedy.text()
                + ", but its expression's result can't carry the label \"service\" that says which"
                + " service: "
                + (lost instanceof Expr.Aggregation
                    ? "keep it, as in \"by (service)\""
                    : "this has no such label; join with what has, as in \"service_up == 1 and"
                        + " on(…) …\"")));
  }

  /// The part that drops the label, or where no part has it, a selector.
  private static Expr whereLost(KnownMetrics known, Expr expr) {
    for (Expr part : expr.parts()) {
      if (known.mayCarry(part, SERVICE)) {
        return expr;
      }
    }
    for (Expr part : expr.parts()) {
      if (!Parts.selectors(part).isEmpty()) {
        return whereLost(known, part);
      }
    }
    return expr;
  }
}
