package dev.lockkeeper.act;

import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened to one service's remediation.
public sealed interface Event {
  Kind kind();

  /// The columns of the state table.
  enum Kind {
    BEGUN,
    TICK,
    PROBED,
    TRAFFIC_ANSWERED,
    IN_FLIGHT_COUNTED,
    CONTROL_SEEN,
    STOPPED,
    KILLED,
    STARTED,
    RELOADED,
    WARMED_UP,
    JOURNAL_FAILED,
    READY_ORDERED,
    PAUSED,
    SHUT_DOWN,
    RECOVERED
  }

  /// The answer to an effect; `id` is the effect's.
  sealed interface Answer extends Event {
    long id();
  }

  /// A remedy was decided, or ordered.
  record Begun(RemedyRequest request) implements Event {
    @Override
    public Kind kind() {
      return Kind.BEGUN;
    }
  }

  /// Time has passed.
  ///
  /// @param verdict what the rule that asked says now; clear where no rule asked
  record Tick(Verdict verdict) implements Event {
    @Override
    public Kind kind() {
      return Kind.TICK;
    }
  }

  /// The service's own probe has a result.
  record Probed(ProbeResult result) implements Event {
    @Override
    public Kind kind() {
      return Kind.PROBED;
    }
  }

  /// @param ways one answer for each way, in the order of the configuration
  record TrafficAnswered(long id, List<WayAnswer> ways) implements Answer {
    public TrafficAnswered {
      ways = List.copyOf(ways);
    }

    @Override
    public Kind kind() {
      return Kind.TRAFFIC_ANSWERED;
    }
  }

  /// @param own what the server itself counts, such as nginx's reading + writing less the question
  ///   itself; -1 when it can't tell or did not answer
  /// @param tcp established connections on its ports; -1 when unknown. Idle keep-alive connections
  ///   are among them, so it is asked only where nothing better is known.
  record InFlightCounted(long id, int own, int tcp) implements Answer {
    @Override
    public Kind kind() {
      return Kind.IN_FLIGHT_COUNTED;
    }
  }

  /// @param status null when the manager did not answer
  /// @param failure why it did not; empty when it did
  record ControlSeen(long id, @Nullable ControlStatus status, String failure) implements Answer {
    @Override
    public Kind kind() {
      return Kind.CONTROL_SEEN;
    }
  }

  /// @param failure empty when it is gone
  record Stopped(long id, String failure) implements Answer {
    @Override
    public Kind kind() {
      return Kind.STOPPED;
    }
  }

  /// @param failure empty when it is gone
  record Killed(long id, String failure) implements Answer {
    @Override
    public Kind kind() {
      return Kind.KILLED;
    }
  }

  /// @param failure empty when it has started
  record Started(long id, String failure) implements Answer {
    @Override
    public Kind kind() {
      return Kind.STARTED;
    }
  }

  /// @param failure empty when it has reloaded
  record Reloaded(long id, String failure) implements Answer {
    @Override
    public Kind kind() {
      return Kind.RELOADED;
    }
  }

  /// @param problems one sentence for each URL that did not answer as it should
  record WarmedUp(long id, List<String> problems) implements Answer {
    public WarmedUp {
      problems = List.copyOf(problems);
    }

    @Override
    public Kind kind() {
      return Kind.WARMED_UP;
    }
  }

  /// The journal could not be written, so what was to follow was not done.
  ///
  /// @param id the [Effect.WriteJournal]'s
  record JournalFailed(long id, String reason) implements Answer {
    @Override
    public Kind kind() {
      return Kind.JOURNAL_FAILED;
    }
  }

  /// A person says that it may have traffic.
  record ReadyOrdered(String who) implements Event {
    @Override
    public Kind kind() {
      return Kind.READY_ORDERED;
    }
  }

  /// The kill switch went on.
  record Paused(String why) implements Event {
    @Override
    public Kind kind() {
      return Kind.PAUSED;
    }
  }

  /// The agent is about to end.
  record ShutDown() implements Event {
    @Override
    public Kind kind() {
      return Kind.SHUT_DOWN;
    }
  }

  /// A former agent process had got this far.
  record Recovered(JournalEntry entry) implements Event {
    @Override
    public Kind kind() {
      return Kind.RECOVERED;
    }
  }
}
