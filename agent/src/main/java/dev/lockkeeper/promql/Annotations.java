package dev.lockkeeper.promql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one evaluation noticed, each thing once. Empty costs nothing; parts of a plan make their
/// annotations beforehand where they can.
final class Annotations {
  /// More than anybody reads: names of metrics are part of the texts.
  private static final int MOST = 200;

  /// made with the first: rules have many plans, and hardly any annotation
  private Map<Annotation, Detail> met = Map.of();

  void clear() {
    met = Map.of();
  }

  void add(Annotation annotation) {
    if (hasRoom()) {
      met.putIfAbsent(annotation, Detail.NONE);
    }
  }

  void add(Annotation annotation, long epochMillis, HistogramFix fix) {
    if (hasRoom()) {
      met.merge(annotation, Fixes.of(epochMillis, fix), Detail::with);
    }
  }

  private boolean hasRoom() {
    if (met.isEmpty()) {
      met = new LinkedHashMap<>();
    }
    return met.size() < MOST;
  }

  List<Annotation> list() {
    if (met.isEmpty()) {
      return List.of();
    }
    var list = new ArrayList<Annotation>(met.size());
    met.forEach((annotation, detail) -> list.add(annotation.with(detail.text())));
    return List.copyOf(list);
  }

  /// What an annotation gathers over several series and moments.
  private sealed interface Detail {
    Detail NONE = new None();

    Detail with(Detail later);

    String text();
  }

  private record None() implements Detail {
    @Override
    public Detail with(Detail later) {
      return later;
    }

    @Override
    public String text() {
      return "";
    }
  }

  private record Fixes(
      double lowest, double highest, double largest, int samples, long first, long last)
      implements Detail {
    static Fixes of(long epochMillis, HistogramFix fix) {
      return new Fixes(fix.lowest(), fix.highest(), fix.largest(), 1, epochMillis, epochMillis);
    }

    @Override
    public Detail with(Detail later) {
      return switch (later) {
        case None _ -> this;
        case Fixes more ->
            new Fixes(
                Math.min(lowest, more.lowest),
                Math.max(highest, more.highest),
                Math.max(largest, more.largest),
                samples + more.samples,
                Math.min(first, more.first),
                Math.max(last, more.last));
      };
    }

    @Override
    public String text() {
      return ", from buckets "
          + Numbers.general(lowest)
          + " to "
          + Numbers.general(highest)
          + ", with a max diff of "
          + Numbers.general(largest, 2)
          + ", over "
          + samples
          + " samples from "
          + second(first)
          + " to "
          + second(last);
    }

    private static String second(long epochMillis) {
      return Instant.ofEpochSecond(epochMillis / 1000).toString();
    }
  }
}
