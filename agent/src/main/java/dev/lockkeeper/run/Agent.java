package dev.lockkeeper.run;

import dev.lockkeeper.act.Effect;
import dev.lockkeeper.act.Event;
import dev.lockkeeper.act.Ordered;
import dev.lockkeeper.act.Remediations;
import dev.lockkeeper.alert.Outbox;
import dev.lockkeeper.collect.CollectorRunner;
import dev.lockkeeper.collect.ProbeSchedule;
import dev.lockkeeper.decide.Decider;
import dev.lockkeeper.decide.GuardInput;
import dev.lockkeeper.decide.History;
import dev.lockkeeper.decide.Wanted;
import dev.lockkeeper.history.HistoryStatus;
import dev.lockkeeper.linux.WatchedService;
import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.probe.ProbeMetrics;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.rule.RuleReport;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole flow, on the loop's thread: collect → series → rule → decide → act → report.
/// Everything slow is begun from here and comes back as an [Arrival].
final class Agent implements Loop.Driven, Effects.OnLoop {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /// How long a tick waits for the quick collectors, so that rules see this second's samples.
  private static final Duration COLLECT_AT_MOST = Duration.ofMillis(50);

  /// What a remediation under way waits for at the most before it looks again.
  private static final Duration BUSY = Duration.ofMillis(50);

  /// Ticks between two times at which forgotten series are cleared away.
  private static final int SWEEP_EVERY = 10;

  /// How long an ending agent goes on putting services back.
  private static final Duration LAST_EFFORT = Duration.ofMillis(1200);

  private final Mode mode;
  private final Duration interval;
  private final CollectorRunner collectors;
  private final SeriesStore store;
  private final RuleWork rules;
  private final AlertMemory alertMemory;
  private final Decider decider = new Decider();
  private final Remediations remediations;
  private final Outbox outbox;
  private final Outside outside;
  private final Chronicle chronicle;
  private final AgentAlertBook ownAlerts = new AgentAlertBook();
  private final AgentMetrics metrics;
  private final Map<String, Duration> staleAfter;
  private final StatusPage page;
  private final Published published;
  private final Supplier<HistoryStatus> historyOnDisk;
  private final @Nullable Runnable whenIdle;
  private final ServiceBook book = new ServiceBook();
  private final Map<ProbeSchedule.Target, ProbeMetrics> probeMetrics = new HashMap<>();

  private List<ServiceSpec> configured = List.of();
  private Discovered discovered = Discovered.NOTHING;
  private Arrival.@Nullable Discovered unplaced;
  private ProbeSchedule probes;
  private History history;
  private @Nullable String paused;
  private boolean probeArrived;
  private long ticks;
  private Moment latestMoment;
  private final Set<String> fast = new HashSet<>();
  private @Nullable Moment endingSince;

  Agent(AgentParts parts, Moment now) {
    mode = parts.mode();
    interval = parts.interval();
    collectors = parts.collectors();
    store = parts.store();
    rules = parts.rules();
    alertMemory = parts.alertMemory();
    remediations = parts.remediations();
    outbox = parts.outbox();
    outside = parts.outside();
    chronicle = parts.chronicle();
    metrics = parts.metrics();
    staleAfter = parts.staleAfter();
    page = parts.page();
    published = parts.published();
    historyOnDisk = parts.historyOnDisk();
    whenIdle = parts.whenIdle();
    latestMoment = now;
    history = parts.history();
    configured = parts.services();
    probes = new ProbeSchedule(List.of(), now);
    // before the services are configured: what was begun goes on with what it began with
    carryOut(remediations.recover(parts.left(), now));
    chronicle.endAllBut(
        remediations.incidents().stream().map(Incident::id).collect(Collectors.toSet()), now);
    configure(now);
  }

  // ---- the flow -------------------------------------------------------------------------------

  @Override
  public void tick(Moment now) {
    latestMoment = now;
    collect(now);
    think(rules.evaluate(overdue(now), now), now);
    alertMemory.tick(rules.rules(), now);
    outside.ask(specs());
    if (ticks++ % SWEEP_EVERY == 0) {
      store.sweep(now.epochMillis());
    }
    show(now);
    if (whenIdle != null && !remediations.busy() && remediations.running().isEmpty()) {
      whenIdle.run();
    }
  }

  @Override
  public void between(Moment now) {
    latestMoment = now;
    if (probeArrived) {
      probeArrived = false;
      think(rules.evaluateProbes(overdue(now), now), now);
    } else {
      think(rules.latest(), now);
    }
    if (remediations.busy()) {
      show(now);
    }
  }

  private void show(Moment now) {
    published.put(page.of(this, chronicle, now));
  }

  private void collect(Moment now) {
    collectors.requestDue(now);
    collectors.awaitQuick(COLLECT_AT_MOST);
    collectors.drain(batch ->
        batch.forEach(
            store.appender(
                batch.moment().epochMillis(),
                staleAfter.getOrDefault(batch.collector(), stale()))));
    var sink = store.appender(now.epochMillis(), stale());
    collectors.sampleSelf(now, sink);
    metrics.sample(this, sink);
  }

  private void think(RuleReport said, Moment now) {
    var decisions = decider.decide(Wanted.of(said.alerts()), guardInput(now), now);
    carryOut(remediations.decided(decisions, now));
    carryOut(remediations.tick(said.alerts(), rules.gone(), now));
    outbox.report("rules", said.alerts(), now);
    outbox.report("agent", ownAlerts(now), now);
    outbox.due(now).forEach(outside::deliver);
    probes.due(now).forEach(target -> outside.probe(target, now));
  }

  /// What the agent has to say by itself: it waits for an answer, or a server for a person.
  private List<Alert> ownAlerts(Moment now) {
    return ownAlerts.of(
        remediations.standings(), decider.questions(now), chronicle.newestFirst(), now);
  }

  @Override
  public void arrived(List<Arrival> arrivals, Moment now) {
    latestMoment = now;
    for (Arrival arrival : arrivals) {
      switch (arrival) {
        case Arrival.Woken _ -> {}
        case Arrival.Probed probed -> probed(probed, now);
        case Arrival.Answered answered -> answered(answered, now);
        case Arrival.Surveyed surveyed -> surveyed(surveyed, now);
        case Arrival.Discovered found -> discovered(found, now);
        case Arrival.PauseSeen seen -> pauseSeen(seen.why(), now);
        case Arrival.Delivered delivered -> outbox.handle(delivered.delivery(), now);
        case Arrival.Recalled(SeriesStore older) -> recalled(older);
        case Arrival.RulesArrived read -> rulesArrived(read, now);
        case Arrival.Order order -> ordered(order, now);
      }
    }
  }

  // ---- what arrives ---------------------------------------------------------------------------

  private void probed(Arrival.Probed probed, Moment now) {
    var target = probed.target();
    probes.answered(target, now);
    var spec = target.spec();
    var staleAfter = spec.every().multipliedBy(3).plus(spec.timeout());
    probeMetrics
        .computeIfAbsent(target, t -> new ProbeMetrics(t.labels(), t.spec()))
        .emit(probed.result(), store.appender(now.epochMillis(), staleAfter));
    probeArrived = true;
    var page = book.page(target.service());
    if (page != null) {
      page.probe = probed.result();
    }
    if (!target.service().isEmpty()) {
      carryOut(remediations.on(target.service(), new Event.Probed(probed.result()), now));
    }
  }

  private void answered(Arrival.Answered answered, Moment now) {
    var page = book.page(answered.service());
    if (page != null) {
      if (answered.event() instanceof Event.TrafficAnswered traffic) {
        book.traffic(page, traffic.ways(), now);
      } else if (answered.event() instanceof Event.Started) {
        page.started();
      }
    }
    carryOut(remediations.on(answered.service(), answered.event(), now));
  }

  private void surveyed(Arrival.Surveyed surveyed, Moment now) {
    outside.surveyed(surveyed);
    book.surveyed(surveyed, now);
    remediations
        .ownership(surveyed.service(), surveyed.ways())
        .ifPresent(said -> chronicle.once(surveyed.service(), said));
    placeDiscovered(now);
    watchServices();
  }

  private void discovered(Arrival.Discovered found, Moment now) {
    unplaced = found;
    placeDiscovered(now);
  }

  /// A server that was found may be one that is configured, which shows when its service manager
  /// has told its main process.
  private void placeDiscovered(Moment now) {
    if (unplaced == null || !book.allSurveyed(configured)) {
      return;
    }
    var before = discovered;
    discovered = before.with(unplaced.servers(), configured, book, now);
    unplaced = null;
    if (!discovered.specs().equals(before.specs())) {
      configure(now);
    }
    discovered.enter(book);
    watchServices();
  }

  private void pauseSeen(@Nullable String why, Moment now) {
    if (why != null && paused == null) {
      LOG.warn("paused: {}", why);
      paused = why;
      carryOut(remediations.pause(why, now));
    } else if (why == null && paused != null) {
      LOG.info("resumed");
      paused = null;
      remediations.resume();
    }
  }

  /// Puts what was in memory before a restart in front of what is there.
  void recalled(SeriesStore older) {
    int series = store.precede(older);
    if (series > 0) {
      LOG.info("history of {} series is back in memory", series);
    }
  }

  private void ordered(Arrival.Order order, Moment now) {
    String who = "operator";
    String about = order.argument();
    switch (order.verb()) {
      case DRAIN -> answer(order, remediations.drain(about, who, now));
      case READY -> answer(order, remediations.ready(about, who, now));
      case RESTART -> answer(order, remediations.restart(about, who, now));
      case RELOAD -> answer(order, remediations.reload(about, who, now));
      case APPROVE -> {
        var approved = decider.approve(about, now);
        if (approved.accepted()) {
          carryOut(remediations.approved(about, who, now));
        }
        order.answer().complete(new Answer(approved.accepted(), approved.message(), about));
      }
      case PAUSE -> outside.pause(about, order.answer());
      case RESUME -> outside.resume(order.answer());
    }
  }

  private void answer(Arrival.Order order, Ordered ordered) {
    carryOut(ordered.effects());
    // whoever asks next sees what the order has begun
    show(latestMoment);
    order.answer().complete(new Answer(ordered.accepted(), ordered.message(), ordered.incident()));
  }

  private void rulesArrived(Arrival.RulesArrived read, Moment now) {
    rules.arrived(read, overdue(now), now);
    // metrics and page say so before whoever ordered it looks
    metrics.sample(this, store.appender(now.epochMillis(), stale()));
    show(now);
  }

  // ---- what is done ---------------------------------------------------------------------------

  private void carryOut(List<Effect> effects) {
    if (!effects.isEmpty()) {
      outside.carryOut(effects, this::spec, this);
    }
  }

  @Override
  public void probeFast(String service, boolean on) {
    if (on ? fast.add(service) : fast.remove(service)) {
      probes.fast(Set.copyOf(fast), latestMoment);
    }
  }

  @Override
  public void publish(Effect.Publish publish) {
    chronicle.publish(publish.incident());
  }

  @Override
  public void remember(Effect.Remember remember) {
    history = history.with(remember.past(), remember.past().actedAt());
    outside.keep(history.past());
    metrics.ended(remember.service(), remember.past().outcome().text());
  }

  // ---- the loop -------------------------------------------------------------------------------

  @Override
  public long wakeAt(Moment now) {
    long nanos = Math.min(probes.nanosUntilDue(now), outbox.nanosUntilDue(now));
    if (remediations.busy()) {
      nanos = Math.min(nanos, BUSY.toNanos());
    }
    // two days are more than any tick waits, and keep the sum from overflowing
    return now.nanos() + Math.min(nanos, Duration.ofDays(2).toNanos());
  }

  @Override
  public void disturbed(String what, Moment now) {
    LOG.warn("{}", what);
    metrics.disturbed();
  }

  @Override
  public boolean quiet(Moment now) {
    if (endingSince == null) {
      endingSince = now;
      carryOut(remediations.shutDown(now));
    }
    return remediations.settled() || now.reached(endingSince, LAST_EFFORT);
  }

  private ServiceSpec spec(String service) {
    return remediations
        .spec(service)
        .orElseThrow(() -> new IllegalStateException("an effect for no service: " + service));
  }

  // ---- services -------------------------------------------------------------------------------

  private void configure(Moment now) {
    var specs = new ArrayList<>(configured);
    specs.addAll(discovered.specs());
    book.configure(specs);
    remediations.configure(specs, now);
    probes = new ProbeSchedule(ProbeSchedule.targets(specs), now);
    probes.fast(Set.copyOf(fast), latestMoment);
    watchServices();
  }

  private void watchServices() {
    outside.watch(
        book.pages().stream()
            .map(page ->
                new WatchedService(
                    page.spec.name(), page.control == null ? 0 : page.control.mainPid(), List.of()))
            .toList());
  }

  private List<ServiceSpec> specs() {
    return book.pages().stream().map(page -> page.spec).toList();
  }

  private List<Overdue> overdue(Moment now) {
    var overdue = new ArrayList<>(collectors.overdue(now));
    overdue.addAll(probes.overdue(now));
    return overdue;
  }

  private Duration stale() {
    return interval.multipliedBy(3);
  }

  private GuardInput guardInput(Moment now) {
    return GuardFacts.of(mode, paused, book, remediations, history, now);
  }

  // ---- for readers ----------------------------------------------------------------------------

  Mode mode() {
    return mode;
  }

  @Nullable String paused() {
    return paused;
  }

  List<Alert> alerts() {
    return rules.latest().alerts();
  }

  RuleWork rules() {
    return rules;
  }

  SeriesStore store() {
    return store;
  }

  HistoryStatus historyOnDisk() {
    return historyOnDisk.get();
  }

  CollectorRunner collectors() {
    return collectors;
  }

  Outbox outbox() {
    return outbox;
  }

  Remediations remediations() {
    return remediations;
  }

  ServiceBook book() {
    return book;
  }
}
