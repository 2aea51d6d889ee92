package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.LinkedHashMap;

/// `count_values`: how many elements of each group have the same value, which becomes a label.
final class CountValuesNode implements Node.OfVector {
  private final Node.OfVector inner;
  private final String label;
  private final Grouping grouping;
  private final Vector out = new Vector();

  CountValuesNode(Node.OfVector inner, String label, Grouping grouping) {
    this.inner = inner;
    this.label = label;
    this.grouping = grouping;
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    var in = inner.vector(evaluation);
    var counts = new LinkedHashMap<SeriesId, Integer>();
    for (int i = 0; i < in.size(); i++) {
      String value = Numbers.text(in.value(i));
      var key =
          grouping.named()
              ? Relabelled.with(grouping.apply(in.id(i)), label, value)
              : grouping.apply(Relabelled.with(in.id(i), label, value));
      counts.merge(key, 1, Integer::sum);
    }
    out.clear();
    counts.forEach((id, count) -> out.add(id, count));
    return out;
  }
}
