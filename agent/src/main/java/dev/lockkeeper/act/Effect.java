package dev.lockkeeper.act;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.PastRemediation;
import java.util.List;

/// Something to be done in the world for one service. A step returns a list of them: they are begun
/// in the order of the list, each without waiting for the one before, but that **everything after
/// [WriteJournal] waits until it is written**. What each finds comes back to [Remediations#on] as
/// the event named with it, carrying the effect's `id`; an answer to an effect that nobody waits
/// for any more is recognised by its id and dropped.
///
/// At most one effect on traffic is under way for a service at any time.
public sealed interface Effect {
  String service();

  /// Write down what is about to be done. When nothing took it (neither the runtime nor the state
  /// directory) and it is `required`, the rest of the list is **not** carried out and
  /// [Event.JournalFailed] comes back. The disk part is waited for at most 200 ms.
  record WriteJournal(String service, long id, JournalEntry entry, boolean required)
      implements Effect {}

  /// [Traffic#inspect] on every way, in order → [Event.TrafficAnswered].
  record InspectTraffic(String service, long id) implements Effect {}

  /// [Traffic#drain] on the named ways, in the order of the configuration, then inspect **all**
  /// ways → [Event.TrafficAnswered].
  ///
  /// @param ways as [Traffic#way] names them
  record DrainTraffic(String service, long id, List<String> ways) implements Effect {}

  /// [Traffic#ready] on the named ways, in the reverse order of the configuration, then inspect
  /// **all** ways → [Event.TrafficAnswered].
  record ReadyTraffic(String service, long id, List<String> ways) implements Effect {}

  /// What the server itself and the kernel count → [Event.InFlightCounted], within a second.
  record CountInFlight(String service, long id) implements Effect {}

  /// [ServiceControl#status] → [Event.ControlSeen].
  record ReadControl(String service, long id) implements Effect {}

  /// [ServiceControl#stop] → [Event.Stopped]. Its deadline is kept here, by ticks.
  record Stop(String service, long id) implements Effect {}

  /// [ServiceControl#kill] → [Event.Killed].
  record Kill(String service, long id) implements Effect {}

  /// [ServiceControl#start] → [Event.Started].
  record Start(String service, long id) implements Effect {}

  /// [ServiceControl#reload] → [Event.Reloaded].
  record Reload(String service, long id) implements Effect {}

  /// Probe every 100 ms (`on`), or as configured. Results come as [Event.Probed], as all do.
  record ProbeFast(String service, boolean on) implements Effect {}

  /// GET each of them, whatever they answer → [Event.WarmedUp].
  record WarmUp(String service, long id, List<String> urls) implements Effect {}

  /// The incident has changed: to log, metric, page and history.
  record Publish(String service, Incident incident) implements Effect {}

  /// For cooldown and budget: to be kept over restarts of the agent.
  record Remember(String service, PastRemediation past) implements Effect {}
}
