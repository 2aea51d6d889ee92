package dev.lockkeeper.promql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `sort`, `sort_by_label` and the like. They order the result of an instant query only, and say so
/// elsewhere.
final class Sorting {
  private Sorting() {}

  static Node.OfVector byValue(Expr.Call call, Node.OfVector inner, boolean descending) {
    return ordered(call, inner, in -> PickNode.order(in, descending));
  }

  static Node.OfVector byLabels(
      Expr.Call call, Node.OfVector inner, List<String> labels, boolean descending) {
    return ordered(
        call,
        inner,
        in -> {
          Comparator<Integer> order = (a, b) -> compare(in, a, b, labels);
          return descending ? order.reversed() : order;
        });
  }

  private static int compare(Vector in, int a, int b, List<String> labels) {
    for (String label : labels) {
      int compared =
          NaturalOrder.compare(
              Relabelled.label(in.id(a), label), Relabelled.label(in.id(b), label));
      if (compared != 0) {
        return compared;
      }
    }
    return NaturalOrder.compareAll(in.id(a), in.id(b));
  }

  private static Node.OfVector ordered(
      Expr.Call call,
      Node.OfVector inner,
      java.util.function.Function<Vector, Comparator<Integer>> order) {
    var warning =
        Annotation.warning(
            call,
            "sort is ineffective for range queries since results are always ordered by labels");
    var out = new Vector();
    return evaluation -> {
      if (evaluation.oneOfSeveral) {
        evaluation.annotate(warning);
      }
      var in = inner.vector(evaluation);
      var indices = new ArrayList<Integer>();
      for (int i = 0; i < in.size(); i++) {
        indices.add(i);
      }
      indices.sort(order.apply(in));
      out.clear();
      for (int i : indices) {
        out.add(in.id(i), in.value(i), in.dropsName(i));
      }
      return out;
    };
  }
}
