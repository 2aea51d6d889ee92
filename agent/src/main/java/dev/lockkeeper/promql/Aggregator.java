package dev.lockkeeper.promql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The operators over the elements of a vector.
public enum Aggregator {
  SUM,
  AVG,
  MIN,
  MAX,
  COUNT,
  GROUP,
  STDDEV,
  STDVAR,
  QUANTILE,
  TOPK,
  BOTTOMK,
  COUNT_VALUES,
  LIMITK,
  LIMIT_RATIO;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The type of the parameter before the vector; null where there is none.
  @Nullable ValueType parameter() {
    return switch (this) {
      case QUANTILE, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> ValueType.SCALAR;
      case COUNT_VALUES -> ValueType.STRING;
      case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> null;
    };
  }

  /// Whether elements keep their labels, rather than become one for each group.
  boolean picks() {
    return switch (this) {
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> true;
      case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR, QUANTILE, COUNT_VALUES -> false;
    };
  }

  static @Nullable Aggregator of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (var aggregator : values()) {
      if (aggregator.text().equals(lower)) {
        return aggregator;
      }
    }
    return null;
  }
}
