package dev.lockkeeper.run;

import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.GuardInput;
import dev.lockkeeper.decide.History;
import dev.lockkeeper.decide.Wanted;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.rule.Backtest;
import dev.lockkeeper.rule.RuleReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts the remedies that a backtest's rules ask for before the agent's own guards, and plays what
/// these let go: a remedy takes an assumed time and changes nothing in the recording.
final class Rehearsal implements Backtest.Witness {
  private final RehearsalSettings settings;
  private final Decider decider = new Decider();
  private final RehearsedServices services;
  private final Map<RemedyCourses.Key, RemedyCourses> asked = new TreeMap<>();
  private final List<RemedyCourses> ended = new ArrayList<>();
  private History history = History.EMPTY;
  private @Nullable RehearsedRemedy running;
  private final List<RehearsedRemedy> watched = new ArrayList<>();

  Rehearsal(RehearsalSettings settings) {
    this.settings = settings;
    this.services = new RehearsedServices(settings);
  }

  @Override
  public void tick(RuleReport said, SeriesView series, Moment now) {
    goOn(said, now);
    var wanted = Wanted.of(said.alerts());
    if (wanted.isEmpty() && asked.isEmpty()) {
      return;
    }
    services.meet(wanted);
    var input =
        new GuardInput(
            settings.mode(),
            null,
            services.views(series, running, watched, now),
            running == null ? null : running.service(),
            history,
            Rehearsal::incident);
    var met = new HashSet<RemedyCourses.Key>();
    for (var decision : decider.decide(wanted, input, now)) {
      var key = RemedyCourses.Key.of(decision.request());
      met.add(key);
      var course = asked.computeIfAbsent(key, _ -> new RemedyCourses(decision.request(), now));
      var request = decision.request();
      var begun =
          course.answer(
              services.checked(decision),
              services.unknown(request, input.services()),
              settings.remedyTakes(),
              services.watch(request.service()),
              now);
      if (begun != null) {
        running = begun;
      }
    }
    asked
        .entrySet()
        .removeIf(entry -> {
          if (met.contains(entry.getKey())) {
            return false;
          }
          entry.getValue().end(now.instant());
          ended.add(entry.getValue());
          return true;
        });
  }

  /// What was begun goes on to its end, and what came of it shows.
  private void goOn(RuleReport said, Moment now) {
    if (running != null && running.overAt(now)) {
      services.finished(running);
      history = history.with(running.past(), now.instant());
      watched.add(running);
      running = null;
    }
    for (var remedy : List.copyOf(watched)) {
      if (remedy.watch(said.alerts(), now)) {
        watched.remove(remedy);
        history = history.with(remedy.past(), now.instant());
      }
    }
  }

  /// As the agent names incidents: one for each request that stands.
  private static String incident(RemedyRequest request) {
    return request.service() + "/" + request.remedy().text() + "/" + request.cause();
  }

  /// Every remedy that was asked for, oldest first.
  List<RemedyCourse> courses(java.time.Instant end) {
    for (var course : asked.values()) {
      course.end(end);
      ended.add(course);
    }
    asked.clear();
    return ended.stream()
        .map(RemedyCourses::course)
        .sorted(
            java.util.Comparator.comparing(RemedyCourse::from).thenComparing(RemedyCourse::rule))
        .toList();
  }

  /// What was taken for granted, a sentence each.
  List<String> assumptions() {
    return settings.assumptions(services.assumed());
  }

  Mode mode() {
    return settings.mode();
  }
}
