package dev.lockkeeper.run;

import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the guards said, tick by tick, of one remedy that is asked for without a break.
final class RemedyCourses {
  /// One remedy that one rule asks for on one service.
  record Key(String service, String remedy, String rule) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::service).thenComparing(Key::remedy).thenComparing(Key::rule);

    static Key of(RemedyRequest request) {
      return new Key(request.service(), request.remedy().text(), request.cause());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /// A stretch of one answer.
  private static final class Part {
    final Instant from;
    final List<HoldReason> reasons;
    final @Nullable RehearsedRemedy done;
    final List<String> unknown;
    Instant to;

    Part(Instant from, List<HoldReason> reasons) {
      this.from = from;
      this.to = from;
      this.reasons = reasons;
      this.done = null;
      this.unknown = List.of();
    }

    Part(RehearsedRemedy done, Instant from, List<String> unknown) {
      this.from = from;
      this.to = done.over().instant();
      this.reasons = List.of();
      this.done = done;
      this.unknown = unknown;
    }

    boolean heldBy(List<HoldReason> others) {
      return done == null
          && reasons.stream()
              .map(HoldReason::kind)
              .toList()
              .equals(others.stream().map(HoldReason::kind).toList());
    }

    Answer answer() {
      return done == null
          ? new Answer.Held(from, to, reasons)
          : new Answer.Done(from, to, done.outcome(), unknown);
    }
  }

  private final RemedyRequest request;
  private final Instant from;
  private final List<Part> parts = new ArrayList<>();
  private Instant to;

  RemedyCourses(RemedyRequest request, Moment now) {
    this.request = request;
    this.from = now.instant();
    this.to = from;
  }

  /// Takes one decision.
  ///
  /// @param unknown what could not be told to a guard
  /// @return what begins with it; null when nothing does
  @Nullable RehearsedRemedy answer(
      Decision decision, List<String> unknown, Duration takes, Duration watch, Moment now) {
    var at = now.instant();
    return switch (decision) {
      case Decision.Act act -> {
        close(at);
        var begun = new RehearsedRemedy(act.request(), now, takes, watch);
        parts.add(new Part(begun, at, unknown));
        yield begun;
      }
      case Decision.Hold hold -> {
        var last = parts.isEmpty() ? null : parts.getLast();
        boolean underWay = last != null && last.done != null && at.isBefore(last.to);
        if (!underWay && (last == null || !last.heldBy(hold.reasons()))) {
          close(at);
          parts.add(new Part(at, hold.reasons()));
        }
        yield null;
      }
    };
  }

  private void close(Instant at) {
    if (!parts.isEmpty() && parts.getLast().done == null) {
      parts.getLast().to = at;
    }
  }

  /// Nobody asks any more.
  void end(Instant at) {
    close(at);
    to = at;
  }

  RemedyCourse course() {
    return new RemedyCourse(
        request.service(),
        request.remedy(),
        request.cause(),
        from,
        to,
        parts.stream().map(Part::answer).toList());
  }
}
