package dev.lockkeeper.act;

import dev.lockkeeper.act.JournalEntry.Intent;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.RemedyRequest.Trigger;
import dev.lockkeeper.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One service's walk through the state table: where it stands, what it owns, what it waits for.
/// What each state does is in the class named after it.
final class Remediation {
  private final LongSupplier ids;
  private final DoubleSupplier random;
  private final List<Effect> effects = new ArrayList<>();

  private ServiceSpec spec;
  private ServiceSpec configured;
  private RemediationState state = RemediationState.SERVING;
  private Moment enteredAt;
  private @Nullable OpenIncident incident;
  private @Nullable OpenIncident next;
  private @Nullable OpenIncident held;
  private @Nullable ProbeResult probe;
  private boolean probingFast;
  private long journalId;
  private long controlId;
  private long countId;
  private long warmUpId;

  /// What is asked of the balancer, and what it said.
  final Balancer balancer;

  /// What is counted while draining; anew with each drain.
  Drain drain = Drain.none();

  /// Deadlines and proofs of the stop, the start and what follows.
  Restart restart;

  Remediation(ServiceSpec spec, LongSupplier ids, DoubleSupplier random, Moment now) {
    this.spec = spec;
    this.configured = spec;
    this.ids = ids;
    this.random = random;
    this.enteredAt = now;
    this.restart = new Restart(now);
    this.balancer = new Balancer(this);
  }

  /// Begins what an incident was opened for.
  List<Effect> begin(OpenIncident opened, Moment now) {
    next(opened);
    return step(new Event.Begun(opened.request()), now);
  }

  void next(OpenIncident opened) {
    next = opened;
  }

  /// The incident of what begins now takes the place of the last one.
  void takeNext() {
    incident = Objects.requireNonNull(next, "begun without an incident");
    next = null;
  }

  /// Takes one event; an answer that is not awaited any more changes nothing.
  List<Effect> step(Event event, Moment now) {
    if (event instanceof Event.Answer answer && !takeAwaited(answer)) {
      return List.of();
    }
    if (event instanceof Event.Probed probed) {
      probe = probed.result();
    }
    OpenIncident before = incident;
    Transitions.step(this, event, now);
    if (before != null && before != incident) {
      publish(before);
    }
    if (incident != null) {
      publish(incident);
    }
    List<Effect> answer = List.copyOf(effects);
    effects.clear();
    return answer;
  }

  private void publish(OpenIncident changed) {
    if (changed.takeChanged()) {
      effects.add(new Effect.Publish(service(), changed.incident()));
    }
  }

  private boolean takeAwaited(Event.Answer answer) {
    long id = answer.id();
    return switch (answer) {
      case Event.TrafficAnswered traffic -> balancer.take(traffic);
      case Event.InFlightCounted counted -> id == countId && (countId = 0) == 0;
      case Event.WarmedUp warmedUp -> id == warmUpId && (warmUpId = 0) == 0;
      case Event.JournalFailed failed -> id == journalId && (journalId = 0) == 0;
      case Event.ControlSeen seen -> takeControl(id);
      case Event.Stopped stopped -> takeControl(id);
      case Event.Killed killed -> takeControl(id);
      case Event.Started started -> takeControl(id);
      case Event.Reloaded reloaded -> takeControl(id);
    };
  }

  private boolean takeControl(long id) {
    if (id != controlId) {
      return false;
    }
    controlId = 0;
    return true;
  }

  // --- where it stands

  String service() {
    return spec.name();
  }

  ServiceSpec spec() {
    return spec;
  }

  RemediationState state() {
    return state;
  }

  Moment enteredAt() {
    return enteredAt;
  }

  boolean inStateFor(java.time.Duration duration, Moment now) {
    return now.reached(enteredAt, duration);
  }

  /// The next state. What the old one waited for is no longer awaited, but for the balancer's
  /// answer: one question at a time, or a late drain could land after a ready.
  void enter(RemediationState next, Moment now) {
    state = next;
    enteredAt = now;
    journalId = 0;
    controlId = 0;
    countId = 0;
    warmUpId = 0;
    balancer.stateEntered();
  }

  /// Takes the new configuration, as soon as nothing is under way.
  void configure(ServiceSpec latest) {
    configured = latest;
    if (state == RemediationState.SERVING) {
      spec = latest;
    }
  }

  void recover(ServiceSpec old) {
    spec = old;
  }

  @Nullable ProbeResult probe() {
    return probe;
  }

  /// Whether the latest probe failed; a service without a probe never fails it.
  boolean probeFails() {
    return probe != null && !probe.success();
  }

  String probeDetail() {
    return probe == null ? "" : Words.orNothing(probe.detail());
  }

  double random() {
    return random.getAsDouble();
  }

  // --- what it is for

  void incident(OpenIncident opened) {
    incident = opened;
  }

  @Nullable OpenIncident openIncident() {
    return incident;
  }

  OpenIncident incident() {
    return Objects.requireNonNull(incident, "no remediation is under way");
  }

  RemedyRequest request() {
    return incident().request();
  }

  boolean is(Remedy remedy) {
    return incident != null && incident.request().remedy() == remedy;
  }

  boolean byOperator() {
    return incident != null && incident.request().trigger() == Trigger.OPERATOR;
  }

  /// An operator's drain stays until the operator says otherwise: neither the kill switch nor the
  /// end of the agent puts such a server back.
  boolean operatorsDrain() {
    return is(Remedy.DRAIN) && byOperator();
  }

  void say(String text, Moment now) {
    incident().step(state, text, now);
  }

  // --- what it does

  long nextId() {
    return ids.getAsLong();
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  void write(Intent intent, boolean required, Moment now) {
    long id = nextId();
    journalId = required ? id : 0;
    var entry =
        new JournalEntry(
            spec,
            state,
            intent,
            balancer.owned(),
            restart.mainPid,
            incident().incident(),
            now.instant(),
            id);
    emit(new Effect.WriteJournal(service(), id, entry, required));
  }

  void readControl() {
    controlId = nextId();
    emit(new Effect.ReadControl(service(), controlId));
  }

  void stop() {
    controlId = nextId();
    emit(new Effect.Stop(service(), controlId));
  }

  void kill() {
    controlId = nextId();
    emit(new Effect.Kill(service(), controlId));
  }

  void start() {
    controlId = nextId();
    emit(new Effect.Start(service(), controlId));
  }

  void reload() {
    controlId = nextId();
    emit(new Effect.Reload(service(), controlId));
  }

  boolean controlAwaited() {
    return controlId != 0;
  }

  void count() {
    if (countId == 0) {
      countId = nextId();
      emit(new Effect.CountInFlight(service(), countId));
    }
  }

  void warmUp() {
    warmUpId = nextId();
    emit(new Effect.WarmUp(service(), warmUpId, spec.verify().warmUp()));
  }

  void probeFast(boolean on) {
    if (on != probingFast) {
      probingFast = on;
      emit(new Effect.ProbeFast(service(), on));
    }
  }

  /// For cooldown and budget.
  void remember(Outcome outcome, Moment now) {
    RemedyRequest request = request();
    if (request.remedy() == Remedy.DRAIN && request.trigger() == Trigger.OPERATOR) {
      return; // no remediation in the sense of a budget: a person took it out and put it back
    }
    emit(
        new Effect.Remember(
            service(),
            new PastRemediation(
                incident().id(),
                service(),
                request.remedy(),
                request.trigger(),
                request.cause(),
                now.instant(),
                outcome)));
  }

  /// Back to Serving: nothing is owned and nothing left to do.
  void finish(Outcome outcome, Moment now) {
    incident().end(outcome, now);
    write(Intent.CLOSE, false, now);
    leave(now);
  }

  /// Back to Serving without having touched anything.
  void leave(Moment now) {
    probeFast(false);
    enter(RemediationState.SERVING, now);
    balancer.release();
    drain = Drain.none();
    publish(incident());
    spec = configured;
    held = incident().ended() ? null : incident;
    incident = null;
  }

  /// The incident of what the balancer made it hold, once.
  @Nullable OpenIncident takeHeld() {
    OpenIncident taken = held;
    held = null;
    return taken;
  }
}
