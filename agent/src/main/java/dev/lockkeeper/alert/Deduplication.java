package dev.lockkeeper.alert;

import dev.lockkeeper.alert.Answer.SendReason;
import dev.lockkeeper.alert.Answer.SkipReason;
import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Remembers what was said of each alert, and answers whether it is to be said (again). The rules
/// are Prometheus': firing at once and every `resend`, resolved at once and every `resend` for
/// `keepResolved`; and ours: an alert whose collector is silent goes on firing, and says so.
final class Deduplication {
  /// The annotation that tells why a firing alert is not known to fire any more, or to have ended.
  static final String UNKNOWN = "unknown";

  private final OutboxSettings settings;

  /// by source, then by the alert's own labels
  private final Map<String, Map<Labels, Told>> told = new HashMap<>();

  private long evaluation;

  Deduplication(OutboxSettings settings) {
    this.settings = settings;
  }

  List<Answer> evaluate(String source, List<Alert> alerts, Moment now) {
    var ofSource = told.computeIfAbsent(source, _ -> new HashMap<>());
    if (alerts.isEmpty() && ofSource.isEmpty()) {
      return List.of();
    }
    evaluation++;
    var answers = new ArrayList<Answer>(alerts.size());
    for (var alert : alerts) {
      answers.add(answer(ofSource, alert, now));
    }
    var remembered = ofSource.entrySet().iterator();
    while (remembered.hasNext()) {
      var entry = remembered.next();
      if (entry.getValue().evaluation == evaluation) {
        continue;
      }
      if (entry.getValue().forgotten(now)) {
        remembered.remove();
      } else {
        answers.add(ended(entry.getKey(), entry.getValue(), now));
      }
    }
    return answers;
  }

  private Answer answer(Map<Labels, Told> ofSource, Alert alert, Moment now) {
    var before = ofSource.get(alert.labels());
    return switch (alert.verdict()) {
      case Verdict.Firing firing -> fires(ofSource, before, alert, firing, null, now);
      case Verdict.Unknown(String reason, Verdict.Firing frozen) ->
          fires(ofSource, before, alert, frozen, reason, now);
      // frozen as anything else, though receivers believe that it fires: unknown never clears
      case Verdict.Unknown(String reason, Verdict _)
          when before != null && before.resolvedAt == null ->
          fires(ofSource, before, alert, before.firing, reason, now);
      case Verdict.Unknown _ -> skipped(before, alert, SkipReason.UNKNOWN_AND_NOT_FIRING, now);
      case Verdict.Pending _ -> skipped(before, alert, SkipReason.PENDING, now);
      case Verdict.Clear _ -> skipped(before, alert, SkipReason.NEVER_SENT, now);
    };
  }

  private Answer fires(
      Map<Labels, Told> ofSource,
      @Nullable Told before,
      Alert alert,
      Verdict.Firing firing,
      @Nullable String unknown,
      Moment now) {
    SendReason why;
    Told told;
    if (before == null || before.resolvedAt != null) {
      why = SendReason.FIRST;
      told = new Told(before == null ? outward(alert.labels()) : before.labels, firing);
      ofSource.put(alert.labels(), told);
    } else {
      told = before;
      told.firing = firing;
      if (told.unknown != (unknown != null)) {
        why = SendReason.CHANGED;
      } else if (now.reached(told.sentAt(), settings.resend())) {
        why = SendReason.RESEND;
      } else {
        told.evaluation = evaluation;
        return new Answer.Skip(alert.labels(), SkipReason.SENT_LATELY);
      }
    }
    told.evaluation = evaluation;
    told.unknown = unknown != null;
    told.annotations = annotations(alert, unknown);
    return send(told, why, now);
  }

  /// Not firing: news only for those who were told that it does.
  private Answer skipped(@Nullable Told before, Alert alert, SkipReason why, Moment now) {
    if (before == null || before.forgotten(now)) {
      return new Answer.Skip(alert.labels(), why);
    }
    before.evaluation = evaluation;
    return ended(alert.labels(), before, now);
  }

  private Answer ended(Labels own, Told told, Moment now) {
    if (told.resolvedAt == null) {
      told.resolvedAt = now;
      return send(told, SendReason.RESOLVED, now);
    }
    return now.reached(told.sentAt(), settings.resend())
        ? send(told, SendReason.RESEND, now)
        : new Answer.Skip(own, SkipReason.SENT_LATELY);
  }

  private Answer send(Told told, SendReason why, Moment now) {
    told.sentAt = now;
    Instant endsAt = told.resolvedAt == null ? null : told.resolvedAt.instant();
    var validUntil = endsAt == null ? now.instant().plus(settings.validFor()) : endsAt;
    return new Answer.Send(
        new Notification(
            told.labels, told.annotations, told.firing.since().instant(), endsAt, validUntil),
        why);
  }

  private static Map<String, String> annotations(Alert alert, @Nullable String unknown) {
    if (unknown == null) {
      return alert.annotations();
    }
    var annotations = new TreeMap<>(alert.annotations());
    annotations.put(UNKNOWN, "Not known whether this still holds: " + unknown);
    return annotations;
  }

  /// As Prometheus' external labels: what the alert has itself stays.
  private Labels outward(Labels own) {
    var map = own.toMap();
    settings.labels().forEach(map::putIfAbsent);
    map.putIfAbsent("instance", settings.instance());
    return Labels.of(map);
  }

  /// What receivers were told of one alert.
  private final class Told {
    final Labels labels;
    Verdict.Firing firing;
    Map<String, String> annotations = Map.of();
    boolean unknown;
    @Nullable Moment sentAt;
    @Nullable Moment resolvedAt;

    /// the evaluation that last spoke of it
    long evaluation;

    Told(Labels labels, Verdict.Firing firing) {
      this.labels = labels;
      this.firing = firing;
    }

    Moment sentAt() {
      return sentAt == null ? firing.since() : sentAt;
    }

    boolean forgotten(Moment now) {
      return resolvedAt != null && now.reached(resolvedAt, settings.keepResolved());
    }
  }
}
