package dev.lockkeeper.run;

import dev.lockkeeper.act.WayAnswer;
import dev.lockkeeper.alert.Delivery;
import dev.lockkeeper.collect.ProbeSchedule;
import dev.lockkeeper.linux.DiscoveredServer;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.report.AgentCommands;
import dev.lockkeeper.series.SeriesStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What comes back to the loop from everything slow, and from people.
sealed interface Arrival {

  /// Nothing but a reason to look again.
  record Woken() implements Arrival {}

  /// A probe has answered.
  record Probed(ProbeSchedule.Target target, ProbeResult result) implements Arrival {}

  /// An effect has been carried out.
  record Answered(String service, dev.lockkeeper.act.Event event) implements Arrival {}

  /// What balancer and service manager say, asked once a second.
  ///
  /// @param ways one answer for each way into traffic
  /// @param control null when the manager did not answer, or there is none
  /// @param controlProblem why it did not
  /// @param startedAt wall time at which the main process began; null when unknown
  /// @param inFlight what the server itself counts; -1 when it can't tell
  record Surveyed(
      String service,
      List<WayAnswer> ways,
      @Nullable ControlStatus control,
      String controlProblem,
      @Nullable Instant startedAt,
      int inFlight)
      implements Arrival {
    public Surveyed {
      ways = List.copyOf(ways);
    }
  }

  /// Web servers that run on this machine.
  record Discovered(List<DiscoveredServer> servers) implements Arrival {
    public Discovered {
      servers = List.copyOf(servers);
    }
  }

  /// The kill switch's file was looked for.
  ///
  /// @param why its content; null when there is none
  record PauseSeen(@Nullable String why) implements Arrival {}

  /// A receiver of alerts has answered, or not.
  record Delivered(Delivery delivery) implements Arrival {}

  /// What was in memory before a restart has been read back.
  ///
  /// @param store used up by whoever takes it
  record Recalled(SeriesStore store) implements Arrival {}

  /// The rule files were read again.
  ///
  /// @param by why, for the log
  /// @param answer completed when it has been acted upon
  record RulesArrived(RulesRead read, String by, CompletableFuture<AgentCommands.Answer> answer)
      implements Arrival {}

  /// An operator's order.
  record Order(Verb verb, String argument, CompletableFuture<AgentCommands.Answer> answer)
      implements Arrival {
    enum Verb {
      DRAIN,
      READY,
      RESTART,
      RELOAD,
      APPROVE,
      PAUSE,
      RESUME
    }
  }
}
