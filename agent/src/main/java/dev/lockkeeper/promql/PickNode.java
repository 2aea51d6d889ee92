package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An aggregation that picks some elements of each group: `topk`, `bottomk`, `limitk`.
final class PickNode implements Node.OfVector {
  private final Aggregator aggregator;
  private final Node.OfVector inner;
  private final Node.OfScalar parameter;
  private final Map<SeriesId, Group> groups = new HashMap<>(0);
  private final Memo<Group> memo;
  private final List<Group> met = new ArrayList<>();
  private final Vector out = new Vector();
  private long round;

  PickNode(Aggregator aggregator, Node.OfVector inner, Node.OfScalar parameter, Grouping grouping) {
    this.aggregator = aggregator;
    this.inner = inner;
    this.parameter = parameter;
    this.memo = new Memo<>(id -> groups.computeIfAbsent(grouping.apply(id), _ -> new Group()));
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
    round++;
    met.clear();
    for (int i = 0; i < in.size(); i++) {
      var group = memo.at(i, in.id(i));
      if (group.round != round) {
        group.round = round;
        group.ranking.clear();
        met.add(group);
      }
      group.ranking.add(i);
    }
    for (int g = 0; g < met.size(); g++) {
      pick(met.get(g).ranking, in, most);
    }
    return out;
  }

  private void pick(Ranking ranking, Vector in, int most) {
    if (aggregator != Aggregator.LIMITK) {
      ranking.sort(in, aggregator == Aggregator.TOPK);
    }
    for (int rank = 0; rank < Math.min(most, ranking.size()); rank++) {
      int place = ranking.place(rank);
      out.add(in.id(place), in.value(place), in.dropsName(place));
    }
  }

  private static final class Group {
    private final Ranking ranking = new Ranking();
    private long round;
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
