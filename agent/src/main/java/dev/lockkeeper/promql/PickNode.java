package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/// An aggregation that picks some elements of each group: `topk`, `bottomk`, `limitk`.
final class PickNode implements Node.OfVector {
  private final Aggregator aggregator;
  private final Node.OfVector inner;
  private final Node.OfScalar parameter;
  private final Memo<SeriesId> memo;
  private final Vector out = new Vector();

  PickNode(Aggregator aggregator, Node.OfVector inner, Node.OfScalar parameter, Grouping grouping) {
    this.aggregator = aggregator;
    this.inner = inner;
    this.parameter = parameter;
    this.memo = new Memo<>(grouping);
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    out.clear();
    double wanted = parameter.scalar(evaluation);
    var in = inner.vector(evaluation);
    if (wanted < 1) {
      return out;
    }
    if (Double.isNaN(wanted)) {
      throw new EvaluationException("Parameter value is NaN");
    }
    if (wanted >= 0x1p63) {
      throw new EvaluationException("Scalar value " + Numbers.general(wanted) + " overflows int64");
    }
    int most = Math.clamp((long) wanted, 0, in.size());
    var groups = new LinkedHashMap<SeriesId, List<Integer>>();
    for (int i = 0; i < in.size(); i++) {
      groups.computeIfAbsent(memo.at(i, in.id(i)), _ -> new ArrayList<>()).add(i);
    }
    for (var group : groups.values()) {
      if (aggregator != Aggregator.LIMITK) {
        group.sort(order(in, aggregator == Aggregator.TOPK));
      }
      for (int index : group.subList(0, Math.min(most, group.size()))) {
        out.add(in.id(index), in.value(index), in.dropsName(index));
      }
    }
    return out;
  }

  /// By value, NaN last in either direction; the first come first among equals.
  static Comparator<Integer> order(Vector in, boolean descending) {
    return (a, b) -> {
      double x = in.value(a);
      double y = in.value(b);
      if (Double.isNaN(x) || Double.isNaN(y)) {
        return Boolean.compare(Double.isNaN(x), Double.isNaN(y));
      }
      if (x == y) {
        return 0;
      }
      return x < y == descending ? 1 : -1;
    };
  }
}
