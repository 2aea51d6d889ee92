package dev.lockkeeper.collect;

import dev.lockkeeper.collect.CollectedBatch.Outcome;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is remembered of a collector's runs: the loop's alone.
final class CollectorRecord {
  /// After so many intervals without an answer its series are not believed any more.
  private static final int INTERVALS_TO_OVERDUE = 3;

  private static final double NANOS_PER_SECOND = 1e9;

  private final String name;
  private final Duration patience;
  private final Set<String> metrics;
  private final Labels labels;
  private final SeriesId success;
  private final SeriesId duration;
  private final SeriesId age;
  private @Nullable Moment watched;
  private @Nullable Moment lastSuccess;
  private @Nullable Moment lastAnswer;
  private @Nullable Outcome outcome;
  private String error = "";

  /// What the latest run gave before it failed: that an exporter is down is known, say.
  private Set<String> givenInFailure = Set.of();

  private Duration took = Duration.ZERO;

  CollectorRecord(Collector collector) {
    name = collector.name();
    patience = collector.interval().multipliedBy(INTERVALS_TO_OVERDUE);
    metrics = collector.catalogue().stream().map(MetricFamily::name).collect(Collectors.toSet());
    labels = collector.labels();
    success = SeriesId.of("lockkeeper_collector_success", "collector", name);
    duration = SeriesId.of("lockkeeper_collector_duration_seconds", "collector", name);
    age = SeriesId.of("lockkeeper_collector_age_seconds", "collector", name);
  }

  void watchedFrom(Moment now) {
    if (watched == null) {
      watched = now;
    }
  }

  void finished(CollectedBatch batch) {
    outcome = batch.outcome();
    error = batch.error();
    took = batch.duration();
    givenInFailure = batch.outcome() == Outcome.FAILURE ? names(batch) : Set.of();
    switch (batch.outcome()) {
      case SUCCESS -> {
        lastSuccess = batch.moment();
        lastAnswer = batch.moment();
      }
      // That there is nothing is an answer as well.
      case NO_DATA -> lastAnswer = batch.moment();
      case FAILURE -> {}
    }
  }

  void sample(Moment now, boolean stuck, SampleSink sink) {
    if (outcome != null) {
      sink.sample(success, outcome == Outcome.SUCCESS && !stuck ? 1 : 0);
      sink.sample(duration, took.toNanos() / NANOS_PER_SECOND);
    } else if (stuck) {
      sink.sample(success, 0);
    }
    Moment last = lastSuccess;
    if (last != null) {
      sink.sample(age, (now.nanos() - last.nanos()) / NANOS_PER_SECOND);
    }
  }

  /// Whether its latest answer is too old, or it never gave one.
  boolean overdue(Moment now) {
    Moment last = lastAnswer;
    return last == null || now.since(last).compareTo(patience) > 0;
  }

  Overdue describeOverdue(Moment now, boolean stuck) {
    var late = new HashSet<>(metrics);
    if (!stuck) {
      late.removeAll(givenInFailure);
    }
    return new Overdue(name, late, labels, reason(now, stuck));
  }

  private static Set<String> names(CollectedBatch batch) {
    if (batch.size() == 0) {
      return Set.of();
    }
    var names = new HashSet<String>();
    batch.forEach((series, value) -> names.add(series.metric()));
    return names;
  }

  private String reason(Moment now, boolean stuck) {
    Moment last = lastAnswer;
    Moment since = last == null ? watched : last;
    String time = since == null ? "" : " for " + now.since(since).toSeconds() + " s";
    if (stuck) {
      return "it hangs: no answer" + time;
    }
    if (outcome == Outcome.FAILURE) {
      return "it fails" + time + ": " + error;
    }
    return last == null ? "it has not answered yet" : "no answer" + time;
  }

  CollectorState state(Moment now, boolean stuck) {
    Moment last = lastSuccess;
    String trouble = stuck ? reason(now, true) : outcome == Outcome.SUCCESS ? "" : error;
    return new CollectorState(
        name,
        outcome == Outcome.SUCCESS && !stuck,
        stuck,
        took,
        last == null ? null : now.since(last),
        trouble);
  }
}
