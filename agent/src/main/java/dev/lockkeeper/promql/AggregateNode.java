package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An aggregation that makes one element of each group.
final class AggregateNode implements Node.OfVector {
  private final Aggregator aggregator;
  private final Node.OfVector inner;
  private final Node.OfScalar parameter;
  private final Map<SeriesId, Group> groups = new HashMap<>(0);
  private final Memo<Group> memo;
  private final List<Group> met = new ArrayList<>();
  private final Vector out = new Vector();
  private long round;

  AggregateNode(
      Aggregator aggregator, Node.OfVector inner, Node.OfScalar parameter, Grouping grouping) {
    this.aggregator = aggregator;
    this.inner = inner;
    this.parameter = parameter;
    this.memo =
        new Memo<>(
            id -> groups.computeIfAbsent(grouping.apply(id), key -> new Group(key, aggregator)));
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    round++;
    met.clear();
    out.clear();
    double argument = parameter.scalar(evaluation);
    var in = inner.vector(evaluation);
    for (int i = 0; i < in.size(); i++) {
      var group = memo.at(i, in.id(i));
      if (group.round != round) {
        group.round = round;
        group.accumulator.begin();
        group.dropsName = false;
        met.add(group);
      }
      group.accumulator.add(in.value(i));
      group.dropsName |= in.dropsName(i);
    }
    for (int i = 0; i < met.size(); i++) {
      var group = met.get(i);
      out.add(group.id, group.accumulator.value(aggregator, argument), group.dropsName);
    }
    return out;
  }

  private static final class Group {
    private final SeriesId id;
    private final Accumulator accumulator;
    private long round;

    /// a name that it is grouped by goes at the end, as that of any member would
    private boolean dropsName;

    private Group(SeriesId id, Aggregator aggregator) {
      this.id = id;
      this.accumulator = Accumulator.of(aggregator);
    }
  }
}
