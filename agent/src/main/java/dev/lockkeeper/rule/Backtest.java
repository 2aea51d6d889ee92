package dev.lockkeeper.rule;

import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Gap;
import dev.lockkeeper.model.BacktestReport.Trouble;
import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules over a stretch of the past, evaluated tick by tick as the agent would have done it. Give
/// it samples up to a moment, let it [#advance] there, and go on: it keeps no more than the longest
/// window.
///
/// Some time before the stretch is evaluated too, so that what was pending or firing at its
/// beginning is, and recorded series have their past.
public final class Backtest implements Recording.Sink {
  /// As much memory as that many samples.
  private static final int BUCKET_SAMPLES = 8;

  private static final String NOTHING_RECORDED = "nothing was recorded";

  /// of what looks at no window: longer than three intervals of any collector
  private static final Duration LEAST_WINDOW = Duration.ofMinutes(5);

  /// Looks at every evaluation of the stretch.
  @FunctionalInterface
  public interface Witness {
    /// @param now its monotonic reading goes with the recording's time
    void tick(RuleReport said, SeriesView series, Moment now);
  }

  /// @param from the stretch's first moment, milliseconds since the Unix epoch
  /// @param to its last
  /// @param step time between two ticks; the rules were compiled with the same interval
  /// @param lookBack of [Recording#lookBack]
  /// @param mostSamples how many may be held at once
  public record Settings(
      long from, long to, Duration step, @Nullable Duration lookBack, long mostSamples) {
    public Settings {
      if (to < from || !step.isPositive()) {
        throw new IllegalArgumentException("from " + from + " to " + to + " by " + step);
      }
    }
  }

  /// More samples are needed at once than may be held.
  public static final class TooManySamplesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySamplesException(long most) {
      super("more than " + most + " samples");
    }
  }

  private record Stretch(long fromExclusive, long toInclusive) {}

  private final Rules rules;
  private final Settings settings;
  private final long stepMillis;
  private final long windowMillis;
  private final PlainSeries series;

  /// of the recording's series; null where all are looked back for the same time
  private final @Nullable OwnIntervals intervals;

  private final Recorder recorder = new OfRecordedSeries();
  private final Set<SeriesId> recorded = new HashSet<>();
  private final Courses courses;
  private final ArrayDeque<Stretch> gaps = new ArrayDeque<>();
  private final Map<List<String>, Trouble> troubles = new LinkedHashMap<>();
  private long next;
  private long samples;
  private long held;

  public Backtest(Rules rules, Settings settings) {
    this.rules = rules;
    this.settings = settings;
    stepMillis = settings.step().toMillis();
    windowMillis = Math.max(longestWindow(rules), LEAST_WINDOW.toMillis());
    next = Math.floorDiv(settings.from() - settling(rules), stepMillis) * stepMillis;
    var lookBack = settings.lookBack();
    series = lookBack == null ? new PlainSeries(Duration.ofDays(1)) : new PlainSeries(lookBack);
    intervals = lookBack == null ? new OwnIntervals(series) : null;
    courses = new Courses(rules);
  }

  private static long longestWindow(Rules rules) {
    long longest = 0;
    for (var group : rules.groups()) {
      for (var rule : group.rules()) {
        longest =
            Math.max(
                longest, rule.plan().longestWindow().toMillis() + group.queryOffset().toMillis());
      }
    }
    return longest;
  }

  /// How long rules must run before what they say is what they would have said had they always run:
  /// the longest `for` and `keep_firing_for`, and the windows in which recorded series are read.
  private static long settling(Rules rules) {
    var all = rules.groups().stream().flatMap(group -> group.rules().stream()).toList();
    var recorded = new HashSet<String>();
    long longestInterval = 0;
    for (var group : rules.groups()) {
      longestInterval = Math.max(longestInterval, group.interval().toMillis());
    }
    long waits = 0;
    for (var rule : all) {
      var spec = rule.spec();
      waits = Math.max(waits, spec.forDuration().plus(spec.keepFiringFor()).toMillis());
      if (spec.record() != null) {
        recorded.add(rule.name());
      }
    }
    long windows = 0;
    for (var rule : all) {
      if (!recorded.isEmpty() && rule.mayRead(recorded, Labels.NONE)) {
        windows = Math.max(windows, rule.plan().longestWindow().toMillis());
      }
    }
    return waits + windows + 2 * longestInterval;
  }

  /// The time from which on samples are of use, milliseconds since the Unix epoch.
  public long samplesFrom() {
    return next - windowMillis;
  }

  @Override
  public void sample(SeriesId id, long epochMillis, double value) {
    if (intervals != null) {
      intervals.before(id, epochMillis);
    }
    series.append(id, epochMillis, value);
    samples++;
    hold(1);
  }

  @Override
  public void bucket(SeriesId id, Bucket bucket) {
    if (intervals != null) {
      intervals.before(id, bucket.lastTime());
    }
    series.append(id, bucket);
    samples += bucket.count();
    hold(BUCKET_SAMPLES);
  }

  private void hold(int more) {
    held += more;
    if (held > settings.mostSamples()) {
      throw new TooManySamplesException(settings.mostSamples());
    }
  }

  @Override
  public void gap(long fromExclusive, long toInclusive) {
    var last = gaps.peekLast();
    if (last != null && fromExclusive <= last.toInclusive()) {
      gaps.removeLast();
      gaps.add(new Stretch(last.fromExclusive(), Math.max(last.toInclusive(), toInclusive)));
    } else {
      gaps.add(new Stretch(fromExclusive, toInclusive));
    }
  }

  /// Evaluates up to a moment up to which all samples and gaps are there.
  public void advance(long toInclusive, Witness witness) {
    if (intervals != null) {
      intervals.upTo(toInclusive);
    }
    for (; next <= Math.min(toInclusive, settings.to()); next += stepMillis) {
      tick(next, witness);
    }
    held = series.dropBefore(next - windowMillis);
  }

  private void tick(long at, Witness witness) {
    var now = new Moment(at, at * 1_000_000);
    boolean unrecorded = unrecorded(at);
    var said =
        rules.evaluate(series, unrecorded ? List.of(everything()) : List.of(), now, recorder);
    if (at < settings.from()) {
      return;
    }
    courses.tick(said.alerts(), now);
    if (!unrecorded) {
      for (var one : said.unknown()) {
        troubles.compute(
            List.of(one.group(), one.rule()),
            (_, known) ->
                known == null
                    ? new Trouble(one.group(), one.rule(), one.reason(), now.instant(), 1)
                    : new Trouble(
                        known.group(),
                        known.rule(),
                        known.reason(),
                        known.first(),
                        known.evaluations() + 1));
      }
    }
    witness.tick(said, series, now);
  }

  private final class OfRecordedSeries implements Recorder {
    @Override
    public void sample(SeriesId id, long epochMillis, double value, Duration staleAfter) {
      recorded.add(id);
      series.append(id, epochMillis, value);
      series.lookBack(id, staleAfter);
    }

    @Override
    public void stale(SeriesId id, long epochMillis) {
      series.markStale(id, epochMillis);
    }
  }

  private boolean unrecorded(long at) {
    for (var gap : gaps) {
      if (gap.fromExclusive() < at && at <= gap.toInclusive()) {
        return true;
      }
    }
    return false;
  }

  /// All that any rule reads.
  private Overdue everything() {
    Set<String> names = new HashSet<>();
    series.all().forEach(one -> names.add(one.id().metric()));
    rules.groups().stream()
        .flatMap(group -> group.rules().stream())
        .forEach(rule -> names.addAll(rule.plan().metricNames()));
    return new Overdue("the recording", names, Labels.NONE, NOTHING_RECORDED);
  }

  /// Every alerting rule and label set that was ever pending or firing.
  public List<AlertCourse> alerts() {
    return courses.until(Instant.ofEpochMilli(settings.to()));
  }

  /// Stretches of which nothing was recorded.
  public List<Gap> gaps() {
    return gaps.stream()
        .filter(gap -> gap.toInclusive() >= settings.from())
        .map(gap ->
            new Gap(
                Instant.ofEpochMilli(Math.max(settings.from(), gap.fromExclusive())),
                Instant.ofEpochMilli(Math.min(settings.to(), gap.toInclusive()))))
        .toList();
  }

  /// Rules that could not be evaluated at some time of the stretch.
  public List<Trouble> troubles() {
    return new ArrayList<>(troubles.values());
  }

  public long samples() {
    return samples;
  }

  /// How many series the recording gave.
  public long series() {
    return series.all().stream().filter(one -> !recorded.contains(one.id())).count();
  }
}
