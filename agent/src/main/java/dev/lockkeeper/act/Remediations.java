package dev.lockkeeper.act;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// The remediations of all services: at most one is under way on a machine. Not for several
/// threads: the loop alone calls it, and carries out the effects that it returns.
///
/// While [#busy], tick every 50 ms; else with every turn of the loop.
public final class Remediations {
  /// After the balancer's answer made it hold, it is asked again no sooner.
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(2);

  private final DoubleSupplier random;
  private final IncidentIds incidentIds = new IncidentIds();
  private final HeldRequests held = new HeldRequests();
  private final Map<String, Remediation> services = new TreeMap<>();
  private final Set<String> configured = new HashSet<>();
  private long lastId;
  private @Nullable String paused;
  private boolean ending;

  /// @param random from 0 (included) to 1 (excluded): how long to wait before giving way to another
  ///   agent
  public Remediations(DoubleSupplier random) {
    this.random = random;
  }

  /// Finishes or undoes what a former process began. Before [#configure], at start.
  public List<Effect> recover(List<JournalEntry> open, Moment now) {
    var effects = new ArrayList<Effect>();
    for (JournalEntry entry : open) {
      if (entry.closed() || services.containsKey(entry.service())) {
        continue;
      }
      Remediation remediation = add(entry.spec(), now);
      incidentIds.taken(entry.incident().id());
      lastId = Math.max(lastId, entry.sequence());
      effects.addAll(remediation.step(new Event.Recovered(entry), now));
    }
    return effects;
  }

  /// The services as configured. One that is under way keeps the specification it began with.
  public void configure(List<ServiceSpec> specs, Moment now) {
    configured.clear();
    for (ServiceSpec spec : specs) {
      configured.add(spec.name());
      Remediation remediation = services.get(spec.name());
      if (remediation == null) {
        add(spec, now);
      } else {
        remediation.configure(spec);
      }
    }
    services
        .values()
        .removeIf(
            one -> one.state() == RemediationState.SERVING && !configured.contains(one.service()));
  }

  private Remediation add(ServiceSpec spec, Moment now) {
    var remediation = new Remediation(spec, () -> ++lastId, random, now);
    services.put(spec.name(), remediation);
    return remediation;
  }

  /// Begins what may begin, and keeps the incidents of what is held: one each, however often it is
  /// told. A request of which nothing is heard any more has gone away.
  public List<Effect> decided(List<Decision> decisions, Moment now) {
    var effects = new ArrayList<Effect>();
    var asked = new HashSet<HeldRequests.Key>();
    for (Decision decision : decisions) {
      RemedyRequest request = decision.request();
      Remediation remediation = services.get(request.service());
      asked.add(HeldRequests.Key.of(request));
      if (remediation != null && writesAlready(remediation)) {
        continue; // its incident tells what is being done about it
      }
      switch (decision) {
        case Decision.Act act when heldJustNow(request, now) -> {} // what held it still stands
        case Decision.Act act when mayBegin(remediation) && remediation != null ->
            effects.addAll(begin(remediation, request, now));
        case Decision.Act act -> {} // the guards will say why with the next turn
        case Decision.Hold hold -> {
          OpenIncident known = held.find(request);
          OpenIncident incident = known != null ? known : open(request, now);
          held.hold(incident, hold, now);
          HeldRequests.publish(incident).ifPresent(effects::add);
        }
      }
    }
    effects.addAll(held.endAllBut(asked, "nothing asks for it any more", now));
    return effects;
  }

  /// Whether the incident of what is under way on a service says all there is to say.
  private static boolean writesAlready(Remediation remediation) {
    return switch (remediation.state()) {
      case SERVING, WATCHING -> false;
      case GUARDING,
          DRAINING,
          DRAINED,
          STOPPING,
          STARTING,
          VERIFYING,
          READYING,
          UNDRAINING,
          HELD_OUT,
          RELOADING,
          CAPTURING ->
          true;
    };
  }

  /// The balancer is not asked again at once whether it can do without this server.
  private boolean heldJustNow(RemedyRequest request, Moment now) {
    OpenIncident known = held.find(request);
    return known != null && known.guardedWithin(ASK_AGAIN_AFTER, now);
  }

  private boolean mayBegin(@Nullable Remediation remediation) {
    return remediation != null
        && remediation.state() == RemediationState.SERVING
        && paused == null
        && !ending
        && running().isEmpty();
  }

  private List<Effect> begin(Remediation remediation, RemedyRequest request, Moment now) {
    OpenIncident known = held.take(request);
    return after(remediation, remediation.begin(known != null ? known : open(request, now), now));
  }

  private OpenIncident open(RemedyRequest request, Moment now) {
    return new OpenIncident(incidentIds.take(request), request, now);
  }

  /// What the balancer made it hold goes back among the held.
  private List<Effect> after(Remediation remediation, List<Effect> effects) {
    OpenIncident back = remediation.takeHeld();
    if (back != null) {
      held.keep(back);
    }
    return effects;
  }

  /// @param alerts all that are pending, firing or unknown
  public List<Effect> tick(List<Alert> alerts, Moment now) {
    return tick(alerts, Set.of(), now);
  }

  /// @param alerts all that are pending, firing or unknown
  /// @param gone names of rules that were taken out of the rule files since the agent's start: of
  ///   their conditions nothing is known any more
  public List<Effect> tick(List<Alert> alerts, Set<String> gone, Moment now) {
    var effects = new ArrayList<Effect>();
    for (Remediation remediation : services.values()) {
      Verdict verdict = Verdicts.of(remediation.openIncident(), alerts, gone);
      effects.addAll(after(remediation, remediation.step(new Event.Tick(verdict), now)));
    }
    dropGone();
    return effects;
  }

  /// A service that only a journal knew, and that is done.
  private void dropGone() {
    if (!configured.isEmpty()) {
      services
          .values()
          .removeIf(one ->
              one.state() == RemediationState.SERVING && !configured.contains(one.service()));
    }
  }

  /// A probe's result, or an effect's answer.
  public List<Effect> on(String service, Event event, Moment now) {
    Remediation remediation = services.get(service);
    return remediation == null ? List.of() : after(remediation, remediation.step(event, now));
  }

  /// @param who for the record: `operator (uid 1000)`
  public Ordered drain(String service, String who, Moment now) {
    return order(service, Remedy.DRAIN, who, now);
  }

  public Ordered restart(String service, String who, Moment now) {
    return order(service, Remedy.RESTART, who, now);
  }

  public Ordered reload(String service, String who, Moment now) {
    return order(service, Remedy.RELOAD, who, now);
  }

  private Ordered order(String service, Remedy remedy, String who, Moment now) {
    Remediation remediation = services.get(service);
    if (remediation == null) {
      return Ordered.refused("there is no service " + service);
    }
    Optional<String> refusal =
        Orders.refusal(remediation, remedy, paused, ending, running().orElse(""));
    if (refusal.isPresent()) {
      return Ordered.refused(refusal.get());
    }
    OpenIncident incident = open(Orders.request(service, remedy, who, now), now);
    List<Effect> effects = after(remediation, remediation.begin(incident, now));
    return new Ordered(
        !incident.ended(),
        incident.ended() ? Orders.held(incident) : Orders.promise(remediation, remedy),
        incident.id(),
        effects);
  }

  /// Puts back what is held out, or was drained; calls off what has not reached Stopping.
  public Ordered ready(String service, String who, Moment now) {
    Remediation remediation = services.get(service);
    if (remediation == null) {
      return Ordered.refused("there is no service " + service);
    }
    OpenIncident incident = remediation.openIncident();
    Optional<String> refusal = Orders.readyRefusal(remediation);
    if (refusal.isPresent() || incident == null) {
      return Ordered.refused(refusal.orElse("nothing is out of traffic"));
    }
    List<Effect> effects = after(remediation, remediation.step(new Event.ReadyOrdered(who), now));
    return new Ordered(true, service + " is being put back", incident.id(), effects);
  }

  /// The kill switch goes on: nothing new begins, what has not reached Stopping is undrained, what
  /// has is finished. What an operator drained stays drained.
  public List<Effect> pause(String why, Moment now) {
    paused = why;
    return toAll(new Event.Paused(why), now);
  }

  /// The kill switch goes off.
  public void resume() {
    paused = null;
  }

  /// The agent is about to end: as [#pause], and what is left is the journal's. Go on carrying out
  /// effects and bringing answers until [#settled] or as long as there is time.
  public List<Effect> shutDown(Moment now) {
    ending = true;
    var effects = new ArrayList<>(toAll(new Event.ShutDown(), now));
    effects.addAll(held.endAllBut(Set.of(), "the agent ended", now));
    return effects;
  }

  private List<Effect> toAll(Event event, Moment now) {
    var effects = new ArrayList<Effect>();
    for (Remediation remediation : services.values()) {
      effects.addAll(after(remediation, remediation.step(event, now)));
    }
    return effects;
  }

  /// Whether no service is on its way back into traffic any more.
  public boolean settled() {
    return services.values().stream().noneMatch(one -> one.state() == RemediationState.UNDRAINING);
  }

  /// Whether something is under way that wants fast ticks.
  public boolean busy() {
    return running().isPresent();
  }

  /// An operator has said yes to what a held incident asks. Begins nothing: the guards look again.
  ///
  /// @param who for the record: `operator`
  public List<Effect> approved(String incident, String who, Moment now) {
    return held.note(incident, "approved by " + who, now);
  }

  /// The service that holds this machine's one remediation. Those that only wait do not: held out,
  /// drained by an order or a rule, watched. The minimum of healthy servers protects them.
  public Optional<String> running() {
    for (Remediation remediation : services.values()) {
      if (Orders.running(remediation)) {
        return Optional.of(remediation.service());
      }
    }
    return Optional.empty();
  }

  /// By name, configured ones and those that a journal left.
  public List<Standing> standings() {
    return services.values().stream().map(this::standing).toList();
  }

  private Standing standing(Remediation remediation) {
    OpenIncident incident = remediation.openIncident();
    if (incident == null) {
      incident = held.first(remediation.service());
    }
    return new Standing(
        remediation.service(),
        remediation.state(),
        remediation.enteredAt().instant(),
        held.reasons(remediation.service()),
        incident == null ? null : incident.id(),
        remediation.drain.inFlight(),
        remediation.balancer.problem());
  }

  /// The specification that effects for this service are to be carried out with.
  public Optional<ServiceSpec> spec(String service) {
    return Optional.ofNullable(services.get(service)).map(Remediation::spec);
  }

  /// Open ones.
  public List<Incident> incidents() {
    var incidents = new ArrayList<>(held.incidents());
    for (Remediation remediation : services.values()) {
      OpenIncident open = remediation.openIncident();
      if (open != null) {
        incidents.add(open.incident());
      }
    }
    return incidents;
  }

  /// The id of the incident that is open for this request, or that it would open.
  public String incidentId(RemedyRequest request) {
    OpenIncident known = held.find(request);
    return known != null ? known.id() : incidentIds.next(request);
  }

  /// Compares what this agent owns with what the balancer says; at start, on a timer and at exit.
  /// Only says so: what is owned is asserted with every tick, and what is not is not touched.
  ///
  /// @return a sentence; empty when both agree
  public Optional<String> ownership(String service, List<WayAnswer> ways) {
    Remediation remediation = services.get(service);
    List<String> owned = remediation == null ? List.of() : remediation.balancer.owned();
    for (WayAnswer way : ways) {
      if (!(way instanceof WayAnswer.Seen(TrafficStatus status))) {
        continue;
      }
      boolean out = status.admin() != TrafficStatus.Admin.READY;
      boolean ours = owned.contains(status.way());
      if (out && !ours) {
        return Optional.of(
            service
                + " is out of traffic at "
                + status.way()
                + ", but not by this agent: left alone");
      }
      if (!out
          && ours
          && remediation != null
          && remediation.state() != RemediationState.READYING
          && remediation.state() != RemediationState.UNDRAINING) {
        return Optional.of(
            status.way() + " sends requests to " + service + ", which should be drained");
      }
    }
    return Optional.empty();
  }
}
