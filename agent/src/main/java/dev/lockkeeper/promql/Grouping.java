package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Which part of an element's labels counts: `on` and `by` name what does, `ignoring` and `without`
/// what does not (nor does the metric's name then).
record Grouping(boolean named, Set<String> labels) implements UnaryOperator<SeriesId> {
  Grouping {
    labels = Set.copyOf(labels);
  }

  @Override
  public SeriesId apply(SeriesId id) {
    if (named) {
      if (labels.isEmpty()) {
        return Relabelled.NOTHING;
      }
      String metric = labels.contains(Matcher.NAME) ? id.metric() : "";
      return new SeriesId(metric, id.labels().keep(labels::contains));
    }
    Labels left = labels.isEmpty() ? id.labels() : id.labels().keep(name -> !labels.contains(name));
    return new SeriesId("", left);
  }
}
