package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notes where `rate` or `increase` is taken of something that by its name is no counter.
final class CounterHint {
  private static final List<String> ENDINGS = List.of("_total", "_sum", "_count", "_bucket");

  private CounterHint() {}

  /// @param rates what `rate` or `increase` yields
  /// @param windows what it is taken of
  static Node.OfVector over(Node.OfVector rates, Expr windows) {
    if (windows instanceof Expr.RangeSelector range) {
      String metric = new Selection(range.selector().matchers()).metric();
      if (metric != null) {
        return fixed(rates, hint(metric, windows));
      }
    }
    var hints = new Memo<Hint>(id -> new Hint(hint(id, windows)));
    return evaluation -> {
      var out = rates.vector(evaluation);
      for (int i = 0; i < out.size(); i++) {
        var hint = hints.at(i, out.id(i)).annotation;
        if (hint != null) {
          evaluation.annotate(hint);
        }
      }
      return out;
    };
  }

  /// Where the name is known beforehand, nothing need be looked at.
  private static Node.OfVector fixed(Node.OfVector rates, @Nullable Annotation hint) {
    if (hint == null) {
      return rates;
    }
    return evaluation -> {
      var out = rates.vector(evaluation);
      if (out.size() > 0) {
        evaluation.annotate(hint);
      }
      return out;
    };
  }

  private static @Nullable Annotation hint(SeriesId id, Expr at) {
    return id.metric().isEmpty() ? null : hint(id.metric(), at);
  }

  private static @Nullable Annotation hint(String metric, Expr at) {
    for (String ending : ENDINGS) {
      if (metric.endsWith(ending)) {
        return null;
      }
    }
    return Annotation.info(
        at,
        "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + Texts.quoted(metric));
  }

  private record Hint(@Nullable Annotation annotation) {}
}
