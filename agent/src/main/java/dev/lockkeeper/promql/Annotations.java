package dev.lockkeeper.promql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What one evaluation noticed, each thing once. Empty costs nothing; parts of a plan make their
/// annotations beforehand where they can.
final class Annotations {
  /// More than anybody reads: names of metrics are part of the texts.
  private static final int MOST = 200;

  private final Set<Annotation> met = new LinkedHashSet<>(0);

  void clear() {
    if (!met.isEmpty()) {
      met.clear();
    }
  }

  void add(Annotation annotation) {
    if (met.size() < MOST) {
      met.add(annotation);
    }
  }

  List<Annotation> list() {
    return met.isEmpty() ? List.of() : List.copyOf(met);
  }
}
