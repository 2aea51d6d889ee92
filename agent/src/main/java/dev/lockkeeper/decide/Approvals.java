package dev.lockkeeper.decide;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What operators were asked, and what they answered. The question is put when nothing else holds;
/// it stands for `approval.expires`. An expired one is put again when the condition has been away.
final class Approvals {
  private record Question(
      RemedyRequest request, Moment askedAt, Duration expires, boolean approved) {
    boolean expired(Moment now) {
      return now.reached(askedAt, expires);
    }
  }

  private final Map<String, Question> questions = new TreeMap<>();

  /// Asks, if it was not asked yet.
  ///
  /// @return empty when it is approved
  Optional<HoldReason> check(String incident, RemedyRequest request, Duration expires, Moment now) {
    Question question =
        questions.computeIfAbsent(incident, _ -> new Question(request, now, expires, false));
    if (question.expired(now)) {
      return Optional.of(
          new HoldReason(
              Kind.AWAITING_APPROVAL,
              "nobody approved within "
                  + Words.duration(question.expires())
                  + ", so the question has expired; `lockkeeper "
                  + request.remedy().text()
                  + " "
                  + request.service()
                  + "` does it now"));
    }
    if (question.approved()) {
      return Optional.empty();
    }
    return Optional.of(
        new HoldReason(
            Kind.AWAITING_APPROVAL,
            "wants to "
                + request.remedy().text()
                + " "
                + request.service()
                + "; `lockkeeper approve "
                + incident
                + "` lets it, within "
                + Words.duration(expires.minus(now.since(question.askedAt())))));
  }

  Decider.Approved approve(String incident, Moment now) {
    Question question = questions.get(incident);
    if (question == null) {
      return new Decider.Approved(false, "no question with the id " + incident + " stands");
    }
    if (question.expired(now)) {
      return new Decider.Approved(
          false, "the question " + incident + " has expired; order it by name instead");
    }
    questions.put(
        incident, new Question(question.request(), question.askedAt(), question.expires(), true));
    return new Decider.Approved(
        true, "approved; it begins as soon as the condition and the guards are checked again");
  }

  /// The questions that an answer would still help, by incident.
  List<Decider.Question> standing(Moment now) {
    if (questions.isEmpty()) {
      return List.of();
    }
    var standing = new ArrayList<Decider.Question>();
    questions.forEach((incident, question) -> {
      if (!question.approved() && !question.expired(now)) {
        standing.add(
            new Decider.Question(
                incident,
                question.request(),
                question.askedAt(),
                question.askedAt().instant().plus(question.expires())));
      }
    });
    return standing;
  }

  /// It is being done: an approval is good for once.
  void used(String incident) {
    questions.remove(incident);
  }

  /// Forgets what nobody wants any more.
  void keepOnly(Set<String> incidents) {
    questions.keySet().retainAll(incidents);
  }
}
