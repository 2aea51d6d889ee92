package dev.lockkeeper.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What rules would have said of a stretch of the past, and what the guards would have answered.
///
/// @param source where the samples came from, in words
/// @param step time from one evaluation to the next, of groups that name no interval of their own
/// @param rules the alerting rules that were evaluated, in their files' order, by name
/// @param alerts every alerting rule and label set that was ever pending or firing, in the order in
///   which they first were
/// @param remedies every time that a remedy was asked for, oldest first
/// @param gaps stretches of which nothing was recorded
/// @param troubles rules that could not be evaluated at some time
/// @param assumptions what was taken for granted, one sentence each
public record BacktestReport(
    String source,
    Instant from,
    Instant to,
    Duration step,
    List<String> rules,
    List<AlertCourse> alerts,
    List<RemedyCourse> remedies,
    List<Gap> gaps,
    List<Trouble> troubles,
    List<String> assumptions,
    Effort effort) {
  public BacktestReport {
    rules = List.copyOf(rules);
    alerts = List.copyOf(alerts);
    remedies = List.copyOf(remedies);
    gaps = List.copyOf(gaps);
    troubles = List.copyOf(troubles);
    assumptions = List.copyOf(assumptions);
  }

  /// How one alerting rule stood for one label set over the time.
  ///
  /// @param labels with `alertname` and the rule's own
  /// @param element those of the expression's result, which tell it from others of its rule
  /// @param remedy what it asks for; null: alert only
  public record AlertCourse(
      String rule, Labels labels, Labels element, @Nullable Remedy remedy, List<Episode> episodes) {
    public AlertCourse {
      episodes = List.copyOf(episodes);
    }

    public Duration firing() {
      return sum(episodes, Phase.FIRING);
    }

    public boolean everFired() {
      return episodes.stream().anyMatch(Episode::fired);
    }
  }

  /// From the moment at which an expression began to hold until its alert ended.
  ///
  /// @param stretches without breaks between them, at least one
  /// @param peak the expression's value when it was farthest beyond its threshold
  /// @param summary the annotation `summary` as it read then; empty where the rule has none
  /// @param open whether it had not ended when the time was over
  public record Episode(
      List<Stretch> stretches, double peak, Instant peakAt, String summary, boolean open) {
    public Episode {
      stretches = List.copyOf(stretches);
      if (stretches.isEmpty()) {
        throw new IllegalArgumentException("an episode without a stretch");
      }
    }

    public Instant from() {
      return stretches.getFirst().from();
    }

    /// When it ended, or when the time was over.
    public Instant to() {
      return stretches.getLast().to();
    }

    public boolean fired() {
      return stretches.stream().anyMatch(stretch -> stretch.phase() == Phase.FIRING);
    }

    /// Since when it fired; null when it never did.
    public @Nullable Instant firingFrom() {
      return stretches.stream()
          .filter(stretch -> stretch.phase() == Phase.FIRING)
          .map(Stretch::from)
          .findFirst()
          .orElse(null);
    }

    public Duration firing() {
      return sum(List.of(this), Phase.FIRING);
    }

    public Duration pending() {
      return sum(List.of(this), Phase.PENDING);
    }
  }

  private static Duration sum(List<Episode> episodes, Phase phase) {
    var sum = Duration.ZERO;
    for (var episode : episodes) {
      for (var stretch : episode.stretches()) {
        if (stretch.phase() == phase) {
          sum = sum.plus(Duration.between(stretch.from(), stretch.to()));
        }
      }
    }
    return sum;
  }

  public enum Phase {
    PENDING,
    FIRING,
    /// it had begun, and then nothing was known of what it reads
    UNKNOWN
  }

  /// @param to when the next stretch began, or the alert ended
  public record Stretch(Phase phase, Instant from, Instant to) {}

  /// One remedy that a rule asked for without a break.
  ///
  /// @param service empty where the alert carries no such label
  /// @param rule the alert that asked
  /// @param answers what the guards said, in the order of time and without breaks
  public record RemedyCourse(
      String service, Remedy remedy, String rule, Instant from, Instant to, List<Answer> answers) {
    public RemedyCourse {
      answers = List.copyOf(answers);
    }

    /// How often it would have been done.
    public long done() {
      return answers.stream().filter(Answer.Done.class::isInstance).count();
    }
  }

  /// What the guards said for a stretch of time.
  public sealed interface Answer {
    Instant from();

    Instant to();

    /// It would have been done.
    ///
    /// @param from when it would have begun
    /// @param to when it would have been over, as was assumed
    /// @param outcome what the recording says of it: the recorded course of things is not changed
    ///   by a remedy that was never carried out
    /// @param unknown what a guard looks at and no recording tells; empty when all was known
    record Done(Instant from, Instant to, Incident.Outcome outcome, List<String> unknown)
        implements Answer {
      public Done {
        unknown = List.copyOf(unknown);
      }
    }

    /// It would have been held.
    ///
    /// @param reasons as the guards gave them first; at least one
    record Held(Instant from, Instant to, List<HoldReason> reasons) implements Answer {
      public Held {
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
          throw new IllegalArgumentException("a hold without a reason");
        }
      }
    }
  }

  public record Gap(Instant from, Instant to) {}

  /// @param reason as it was first given
  /// @param evaluations how many of them it concerned
  public record Trouble(
      String group, String rule, String reason, Instant first, long evaluations) {}

  /// @param samples how many were read
  /// @param evaluations how many times a rule was evaluated
  public record Effort(long samples, long series, long evaluations) {}

  /// How often each kind of guard held, and how often a remedy would have been done.
  ///
  /// @return the reason's name, or `done`, → number of times
  public Map<String, Integer> answers() {
    var counts = new TreeMap<String, Integer>();
    for (var remedy : remedies) {
      for (var answer : remedy.answers()) {
        switch (answer) {
          case Answer.Done _ -> counts.merge("done", 1, Integer::sum);
          case Answer.Held held ->
              held.reasons().forEach(reason -> counts.merge(reason.kind().text(), 1, Integer::sum));
        }
      }
    }
    return counts;
  }
}
