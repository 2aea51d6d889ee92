package dev.lockkeeper.act;

import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened to one service's remediation: the columns of the state table.
public sealed interface Event {
  /// The answer to an effect; `id` is the effect's.
  sealed interface Answer extends Event {
    long id();
  }

  /// A remedy was decided, or ordered.
  record Begun(RemedyRequest request) implements Event {}

  /// Time has passed.
  ///
  /// @param verdict what the rule that asked says now; clear where no rule asked
  record Tick(Verdict verdict) implements Event {}

  /// The service's own probe has a result.
  record Probed(ProbeResult result) implements Event {}

  /// @param ways one answer for each way, in the order of the configuration
  record TrafficAnswered(long id, List<WayAnswer> ways) implements Answer {
    public TrafficAnswered {
      ways = List.copyOf(ways);
    }
  }

  /// @param own what the server itself counts, such as nginx's reading + writing less the question
  ///   itself; -1 when it can't tell or did not answer
  /// @param tcp established connections on its ports; -1 when unknown. Idle keep-alive connections
  ///   are among them, so it is asked only where nothing better is known.
  record InFlightCounted(long id, int own, int tcp) implements Answer {}

  /// @param status null when the manager did not answer
  /// @param failure why it did not; empty when it did
  record ControlSeen(long id, @Nullable ControlStatus status, String failure) implements Answer {}

  /// @param failure empty when it is gone
  record Stopped(long id, String failure) implements Answer {}

  /// @param failure empty when it is gone
  record Killed(long id, String failure) implements Answer {}

  /// @param failure empty when it has started
  record Started(long id, String failure) implements Answer {}

  /// @param failure empty when it has reloaded
  record Reloaded(long id, String failure) implements Answer {}

  /// @param problems one sentence for each URL that did not answer as it should
  record WarmedUp(long id, List<String> problems) implements Answer {
    public WarmedUp {
      problems = List.copyOf(problems);
    }
  }

  /// The journal could not be written, so what was to follow was not done.
  ///
  /// @param id the [Effect.WriteJournal]'s
  record JournalFailed(long id, String reason) implements Answer {}

  /// A person says that it may have traffic.
  record ReadyOrdered(String who) implements Event {}

  /// The kill switch went on.
  record Paused(String why) implements Event {}

  /// The agent is about to end.
  record ShutDown() implements Event {}

  /// A former agent process had got this far.
  record Recovered(JournalEntry entry) implements Event {}
}
