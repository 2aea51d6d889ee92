package dev.lockkeeper.rule;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Episode;
import dev.lockkeeper.model.BacktestReport.Phase;
import dev.lockkeeper.model.BacktestReport.Stretch;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts what rules say tick by tick together to episodes.
final class Courses {
  private static final String SUMMARY = "summary";

  private final Map<String, Boolean> lowIsWorse = new HashMap<>();
  private final Map<String, Set<String>> ownLabels = new HashMap<>();
  private final Map<Labels, Course> courses = new LinkedHashMap<>();
  private long tick;

  Courses(Rules rules) {
    for (var group : rules.groups()) {
      for (var rule : group.rules()) {
        if (rule.spec().alert() != null) {
          lowIsWorse.putIfAbsent(rule.name(), Threshold.lowIsWorse(rule.plan().expr()));
          ownLabels.putIfAbsent(rule.name(), rule.labelNames());
        }
      }
    }
  }

  private static final class Course {
    private final String rule;
    private final @Nullable Remedy remedy;
    private final boolean lowIsWorse;
    private final List<Episode> episodes = new ArrayList<>();

    private final List<Stretch> stretches = new ArrayList<>();
    private @Nullable Phase phase;
    private Instant since = Instant.MIN;
    private double peak;
    private Instant peakAt = Instant.MIN;
    private String summary = "";
    private boolean peakFired;
    private long seen;

    Course(String rule, @Nullable Remedy remedy, boolean lowIsWorse) {
      this.rule = rule;
      this.remedy = remedy;
      this.lowIsWorse = lowIsWorse;
    }

    void is(Phase next, Alert alert, Instant now) {
      if (phase == null) {
        peakAt = Instant.MIN;
        peakFired = false;
      }
      if (phase != next) {
        close(now);
        phase = next;
        since = now;
      }
      boolean fires = next == Phase.FIRING;
      if (peakAt.equals(Instant.MIN)
          || (fires && !peakFired)
          || (next != Phase.UNKNOWN && fires == peakFired && worse(alert.value()))) {
        peak = alert.value();
        peakAt = now;
        peakFired = fires;
        summary = alert.annotations().getOrDefault(SUMMARY, "");
      }
    }

    private boolean worse(double value) {
      return lowIsWorse ? value < peak : value > peak;
    }

    private void close(Instant now) {
      if (phase != null) {
        stretches.add(new Stretch(phase, since, now));
      }
    }

    void end(Instant now, boolean open) {
      if (phase != null) {
        close(now);
        episodes.add(new Episode(stretches, peak, peakAt, summary, open));
        stretches.clear();
        phase = null;
      }
    }
  }

  void tick(List<Alert> alerts, Moment now) {
    tick++;
    var at = now.instant();
    for (var alert : alerts) {
      var phase = phase(alert.verdict());
      if (phase == null) {
        continue;
      }
      var course =
          courses.computeIfAbsent(
              alert.labels(),
              _ ->
                  new Course(
                      alert.rule(), alert.remedy(), lowIsWorse.getOrDefault(alert.rule(), false)));
      course.seen = tick;
      course.is(phase, alert, at);
    }
    for (var course : courses.values()) {
      if (course.seen != tick) {
        course.end(at, false);
      }
    }
  }

  private static @Nullable Phase phase(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Clear _ -> null;
      case Verdict.Pending _ -> Phase.PENDING;
      case Verdict.Firing _ -> Phase.FIRING;
      case Verdict.Unknown _ -> Phase.UNKNOWN;
    };
  }

  /// Ends what is still open.
  List<AlertCourse> until(Instant end) {
    var done = new ArrayList<AlertCourse>();
    courses.forEach((labels, course) -> {
      course.end(end, true);
      var own = ownLabels.getOrDefault(course.rule, Set.of());
      done.add(
          new AlertCourse(
              course.rule,
              labels,
              labels.keep(name -> !name.equals("alertname") && !own.contains(name)),
              course.remedy,
              course.episodes));
    });
    return done;
  }
}
