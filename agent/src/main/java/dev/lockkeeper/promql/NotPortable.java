package dev.lockkeeper.promql;

import java.util.ArrayList;
import java.util.List;

/// Something in an expression that Prometheus would not read.
///
/// @param start offset of its first character
/// @param end behind its last
/// @param what for people: what it is, and what stands for it there
public record NotPortable(int start, int end, String what) {

  static List<NotPortable> in(String text, Expr expr) {
    var found = new ArrayList<NotPortable>();
    collect(text, expr, found);
    return List.copyOf(found);
  }

  private static void collect(String text, Expr expr, List<NotPortable> found) {
    if (expr instanceof Expr.NumberLiteral(double value, int start, int end)) {
      // No other number ends so.
      if (text.charAt(end - 1) == 'B') {
        found.add(
            new NotPortable(
                start,
                end,
                "byte size "
                    + text.substring(start, end)
                    + " is not PromQL; for Prometheus write "
                    + Numbers.text(value)));
      }
    }
    for (var part : expr.parts()) {
      collect(text, part, found);
    }
  }
}
