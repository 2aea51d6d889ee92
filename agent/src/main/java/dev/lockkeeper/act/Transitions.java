package dev.lockkeeper.act;

import static dev.lockkeeper.model.RemediationState.*;

import dev.lockkeeper.act.Event.Begun;
import dev.lockkeeper.act.Event.ControlSeen;
import dev.lockkeeper.act.Event.InFlightCounted;
import dev.lockkeeper.act.Event.JournalFailed;
import dev.lockkeeper.act.Event.Killed;
import dev.lockkeeper.act.Event.Paused;
import dev.lockkeeper.act.Event.Probed;
import dev.lockkeeper.act.Event.ReadyOrdered;
import dev.lockkeeper.act.Event.Recovered;
import dev.lockkeeper.act.Event.Reloaded;
import dev.lockkeeper.act.Event.ShutDown;
import dev.lockkeeper.act.Event.Started;
import dev.lockkeeper.act.Event.Stopped;
import dev.lockkeeper.act.Event.Tick;
import dev.lockkeeper.act.Event.TrafficAnswered;
import dev.lockkeeper.act.Event.WarmedUp;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The state table: which handler takes which event in which state, and where it may lead. A pair
/// that is not listed is a mistake in the program and throws; so does a handler that goes where its
/// cell does not say. The diagram in `docs/remediation.md` is made from it.
///
/// Answers to effects that are no longer awaited never reach the table.
final class Transitions {
  /// What is done in one cell.
  @FunctionalInterface
  interface Handler<E extends Event> {
    void handle(Remediation remediation, E event, Moment now);
  }

  record Cell<E extends Event>(Class<E> event, Handler<E> handler, Set<RemediationState> leadsTo) {
    void handle(Remediation remediation, Event happened, Moment now) {
      handler.handle(remediation, event.cast(happened), now);
    }
  }

  private static final Map<RemediationState, Map<Class<?>, Cell<?>>> TABLE =
      new EnumMap<>(RemediationState.class);

  static {
    for (RemediationState state : RemediationState.values()) {
      on(state, Probed.class, Transitions::stay);
      on(state, Paused.class, Transitions::stay);
      on(state, ShutDown.class, Transitions::stay);
    }

    on(SERVING, Begun.class, Guarding::begun, GUARDING);
    on(SERVING, Tick.class, Transitions::stay);
    on(
        SERVING,
        Recovered.class,
        Recovery::recovered,
        DRAINING,
        UNDRAINING,
        STOPPING,
        STARTING,
        VERIFYING,
        READYING,
        HELD_OUT,
        WATCHING);

    on(GUARDING, TrafficAnswered.class, Guarding::traffic, DRAINING, SERVING);
    on(GUARDING, ControlSeen.class, Guarding::control, RELOADING, SERVING);
    on(GUARDING, Tick.class, Guarding::tick, SERVING);
    on(GUARDING, Paused.class, Guarding::paused, SERVING);
    on(GUARDING, ShutDown.class, Guarding::shutDown, SERVING);

    on(DRAINING, TrafficAnswered.class, Draining::traffic, UNDRAINING);
    on(DRAINING, InFlightCounted.class, Draining::counted, DRAINED);
    on(DRAINING, Tick.class, Draining::tick, DRAINED, UNDRAINING);
    on(DRAINING, JournalFailed.class, Undraining::journalFailed, UNDRAINING);
    on(DRAINING, ReadyOrdered.class, Undraining::ordered, UNDRAINING);
    on(DRAINING, Paused.class, Undraining::paused, UNDRAINING);
    on(DRAINING, ShutDown.class, Undraining::shutDown, UNDRAINING);

    on(DRAINED, TrafficAnswered.class, Drained::traffic, STOPPING, UNDRAINING, HELD_OUT);
    on(DRAINED, ControlSeen.class, Drained::control, STOPPING, UNDRAINING, HELD_OUT);
    on(DRAINED, Tick.class, Drained::tick, READYING, HELD_OUT, UNDRAINING);
    on(DRAINED, Begun.class, Drained::begun);
    on(DRAINED, ReadyOrdered.class, Drained::ready, READYING, UNDRAINING);
    on(DRAINED, Paused.class, Undraining::paused, UNDRAINING, HELD_OUT);
    on(DRAINED, ShutDown.class, Undraining::shutDown, UNDRAINING, HELD_OUT);

    on(STOPPING, Stopped.class, Stopping::stopped, STARTING);
    on(STOPPING, Killed.class, Stopping::killed, STARTING, HELD_OUT);
    on(STOPPING, Tick.class, Stopping::tick, HELD_OUT);
    on(STOPPING, ControlSeen.class, Stopping::control, STARTING, VERIFYING);
    on(STOPPING, TrafficAnswered.class, OutOfTraffic::answered);
    on(STOPPING, JournalFailed.class, Undraining::journalFailed, UNDRAINING, HELD_OUT);

    on(STARTING, Started.class, Starting::started, VERIFYING, HELD_OUT);
    on(STARTING, Tick.class, Starting::tick, HELD_OUT);
    on(STARTING, ControlSeen.class, Starting::control, VERIFYING);
    on(STARTING, TrafficAnswered.class, OutOfTraffic::answered);

    on(VERIFYING, Probed.class, Verifying::probed, READYING, WATCHING, SERVING);
    on(VERIFYING, ControlSeen.class, Verifying::control, READYING, WATCHING, SERVING);
    on(VERIFYING, WarmedUp.class, Verifying::warmedUp, READYING, WATCHING, SERVING);
    on(VERIFYING, Tick.class, Verifying::tick, READYING, WATCHING, SERVING, HELD_OUT);
    on(VERIFYING, TrafficAnswered.class, OutOfTraffic::answered);

    on(READYING, TrafficAnswered.class, Readying::traffic, WATCHING, SERVING);
    on(READYING, Tick.class, Readying::tick, WATCHING, SERVING);

    on(WATCHING, Tick.class, Watching::tick, SERVING);
    on(WATCHING, Begun.class, Watching::begun, GUARDING, SERVING);

    on(UNDRAINING, TrafficAnswered.class, Undraining::traffic, SERVING);
    on(UNDRAINING, Tick.class, Undraining::tick);

    on(HELD_OUT, TrafficAnswered.class, OutOfTraffic::answered);
    on(HELD_OUT, Tick.class, HeldOut::tick);
    on(HELD_OUT, ReadyOrdered.class, HeldOut::ready, READYING);
    on(HELD_OUT, Begun.class, Drained::begun, DRAINED);

    on(RELOADING, Reloaded.class, Reloading::reloaded, VERIFYING, SERVING);
    on(RELOADING, Tick.class, Reloading::tick, SERVING);
    on(RELOADING, JournalFailed.class, Reloading::journalFailed, SERVING);

    // capturing: evidence is not taken yet; nothing enters it, so nothing but time can reach it
    on(CAPTURING, Tick.class, Transitions::stay);
  }

  private Transitions() {}

  /// The later of two for the same pair wins: that is how a state says more than what all share.
  private static <E extends Event> void on(
      RemediationState state, Class<E> event, Handler<E> handler, RemediationState... leadsTo) {
    var targets = EnumSet.noneOf(RemediationState.class);
    targets.addAll(Set.of(leadsTo));
    TABLE
        .computeIfAbsent(state, _ -> new LinkedHashMap<>())
        .put(event, new Cell<>(event, handler, targets));
  }

  static Optional<Cell<?>> find(RemediationState state, Class<? extends Event> event) {
    return Optional.ofNullable(TABLE.getOrDefault(state, Map.of()).get(event));
  }

  static Collection<Cell<?>> row(RemediationState state) {
    return TABLE.getOrDefault(state, Map.of()).values();
  }

  /// Takes one event.
  ///
  /// @throws IllegalStateException when the pair is not listed, or leads where it must not
  static void step(Remediation remediation, Event event, Moment now) {
    RemediationState before = remediation.state();
    Cell<?> cell =
        find(before, event.getClass())
            .orElseThrow(() ->
                new IllegalStateException(
                    before.text() + " does not take " + event.getClass().getSimpleName()));
    cell.handle(remediation, event, now);
    RemediationState after = remediation.state();
    if (after != before && !cell.leadsTo().contains(after)) {
      throw new IllegalStateException(
          before.text()
              + " took "
              + event.getClass().getSimpleName()
              + " and went to "
              + after.text()
              + ", which the table does not say");
    }
  }

  /// Nothing to do here.
  private static void stay(Remediation remediation, Event event, Moment now) {}
}
