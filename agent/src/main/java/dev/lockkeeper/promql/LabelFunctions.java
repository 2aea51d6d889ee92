package dev.lockkeeper.promql;

import com.google.re2j.Pattern;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import java.util.function.UnaryOperator;

/// `label_replace` and `label_join`.
final class LabelFunctions {
  private LabelFunctions() {}

  /// @param destination the label that is set: a metric name that is set is one that stays
  static Node.OfVector relabelled(
      Node.OfVector inner, String destination, UnaryOperator<SeriesId> change) {
    boolean names = destination.equals(Matcher.NAME);
    var result = new Relabelled(change);
    return evaluation -> {
      var in = inner.vector(evaluation);
      result.begin();
      for (int i = 0; i < in.size(); i++) {
        result.add(i, in.id(i), in.value(i), in.dropsName(i), names);
      }
      return result.vector();
    };
  }

  /// @param pattern anchored; a source that does not match leaves the element as it is
  static UnaryOperator<SeriesId> replace(
      String destination, String replacement, String source, Pattern pattern) {
    return id -> {
      var matcher = pattern.matcher(Relabelled.label(id, source));
      return matcher.matches()
          ? Relabelled.with(id, destination, Expansion.of(replacement, matcher, pattern))
          : id;
    };
  }

  static UnaryOperator<SeriesId> join(String destination, String separator, List<String> sources) {
    return id ->
        Relabelled.with(
            id,
            destination,
            String.join(
                separator, sources.stream().map(source -> Relabelled.label(id, source)).toList()));
  }
}
