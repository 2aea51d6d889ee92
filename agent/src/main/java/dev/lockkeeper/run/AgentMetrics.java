package dev.lockkeeper.run;

import dev.lockkeeper.act.Standing;
import dev.lockkeeper.alert.AlertMetrics;
import dev.lockkeeper.history.HistoryStatus;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The agent about itself, and what it knows of services beside their collectors.
final class AgentMetrics {
  static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              "lockkeeper_build_info", "Always 1; the version is a label.", "version"),
          MetricFamily.gauge("lockkeeper_mode", "1 for the global mode that is in force.", "mode"),
          MetricFamily.gauge("lockkeeper_paused", "Whether the kill switch is on."),
          MetricFamily.gauge("lockkeeper_series", "Series in memory."),
          MetricFamily.counter(
              "lockkeeper_series_refused_total", "Samples of new series refused: too many series."),
          MetricFamily.counter(
              "lockkeeper_samples_out_of_order_total", "Samples dropped: a later one was there."),
          MetricFamily.gauge("lockkeeper_series_bytes", "Memory that the samples take, estimated."),
          MetricFamily.gauge(
              "lockkeeper_series_buckets_seconds",
              "How far back buckets of 15 seconds reach: less where memory does not suffice."),
          MetricFamily.gauge("lockkeeper_history_bytes", "History on disk."),
          MetricFamily.gauge("lockkeeper_history_blocks", "Files of history on disk."),
          MetricFamily.gauge(
              "lockkeeper_history_oldest_timestamp_seconds", "Where history on disk begins."),
          MetricFamily.counter("lockkeeper_history_written_bytes_total", "History written."),
          MetricFamily.counter(
              "lockkeeper_history_write_failures_total", "Blocks of history not written."),
          MetricFamily.counter(
              "lockkeeper_history_dropped_seconds_total",
              "Seconds whose single samples were gone before the disk took them."),
          MetricFamily.gauge("lockkeeper_rules", "Rules in force."),
          MetricFamily.gauge(
              "lockkeeper_rules_unknown", "Rules of which nothing is known at the moment."),
          MetricFamily.gauge(
              "lockkeeper_rules_last_good",
              "1 while the rules that run are an older good copy: the files are broken."),
          MetricFamily.gauge(
              "lockkeeper_rules_last_reload_successful",
              "Whether the rule files, as they were last read, were good and are what runs."),
          MetricFamily.gauge(
              "lockkeeper_rules_last_reload_success_timestamp_seconds",
              "When the rule files were last read and good, in seconds since the Unix epoch."),
          MetricFamily.counter(
              "lockkeeper_rule_evaluation_failures_total", "Evaluations that failed."),
          MetricFamily.counter("lockkeeper_ticks_total", "Ticks of the loop."),
          MetricFamily.gauge(
              "lockkeeper_tick_gap_max_seconds", "Longest time between two ticks since the start."),
          MetricFamily.counter(
              "lockkeeper_loop_disturbances_total",
              "Times the loop stood still or the wall clock jumped."),
          MetricFamily.gauge(
              "lockkeeper_hold",
              "1 while a remedy that is asked for is held, by the reason.",
              "service",
              "reason"),
          MetricFamily.counter(
              "lockkeeper_remediations_total",
              "Remediations that have ended, by outcome.",
              "service",
              "outcome"),
          MetricFamily.gauge(
              "service_state",
              "1 for the state of its remediation that a service is in.",
              "service",
              "state"),
          MetricFamily.gauge(
              "service_in_flight", "Requests in flight, as server or balancer count.", "service"),
          MetricFamily.counter(
              "service_restarts_total",
              "New main processes since the agent's start, by who started them.",
              "service",
              "by"));

  private final SeriesId buildInfo;
  private final Supplier<Duration> largestGap;
  private final Map<Mode, SeriesId> modes = new EnumMap<>(Mode.class);
  private final Map<String, PerService> services = new HashMap<>();
  private final TreeMap<SeriesId, Long> ended =
      new TreeMap<>(java.util.Comparator.comparing(SeriesId::toString));
  private long ticks;
  private long disturbances;

  AgentMetrics(String version, Supplier<Duration> largestGap) {
    buildInfo = SeriesId.of("lockkeeper_build_info", "version", version);
    this.largestGap = largestGap;
    for (Mode mode : Mode.values()) {
      modes.put(mode, SeriesId.of("lockkeeper_mode", "mode", mode.text()));
    }
  }

  private static final SeriesId PAUSED = SeriesId.of("lockkeeper_paused");
  private static final SeriesId SERIES = SeriesId.of("lockkeeper_series");
  private static final SeriesId REFUSED = SeriesId.of("lockkeeper_series_refused_total");
  private static final SeriesId OUT_OF_ORDER = SeriesId.of("lockkeeper_samples_out_of_order_total");
  private static final SeriesId BYTES = SeriesId.of("lockkeeper_series_bytes");
  private static final SeriesId BUCKETS = SeriesId.of("lockkeeper_series_buckets_seconds");
  private static final SeriesId HISTORY_BYTES = SeriesId.of("lockkeeper_history_bytes");
  private static final SeriesId HISTORY_BLOCKS = SeriesId.of("lockkeeper_history_blocks");
  private static final SeriesId HISTORY_OLDEST =
      SeriesId.of("lockkeeper_history_oldest_timestamp_seconds");
  private static final SeriesId HISTORY_WRITTEN =
      SeriesId.of("lockkeeper_history_written_bytes_total");
  private static final SeriesId HISTORY_FAILURES =
      SeriesId.of("lockkeeper_history_write_failures_total");
  private static final SeriesId HISTORY_DROPPED =
      SeriesId.of("lockkeeper_history_dropped_seconds_total");
  private static final SeriesId RULES = SeriesId.of("lockkeeper_rules");
  private static final SeriesId UNKNOWN = SeriesId.of("lockkeeper_rules_unknown");
  private static final SeriesId LAST_GOOD = SeriesId.of("lockkeeper_rules_last_good");
  private static final SeriesId RELOADED = SeriesId.of("lockkeeper_rules_last_reload_successful");
  private static final SeriesId RELOADED_AT =
      SeriesId.of("lockkeeper_rules_last_reload_success_timestamp_seconds");
  private static final SeriesId FAILURES = SeriesId.of("lockkeeper_rule_evaluation_failures_total");
  private static final SeriesId TICKS = SeriesId.of("lockkeeper_ticks_total");
  private static final SeriesId GAP = SeriesId.of("lockkeeper_tick_gap_max_seconds");
  private static final SeriesId DISTURBANCES = SeriesId.of("lockkeeper_loop_disturbances_total");

  void disturbed() {
    disturbances++;
  }

  /// A remediation, or a request that was held, has ended.
  void ended(String service, String outcome) {
    ended.merge(remediations(service, outcome), 1L, Long::sum);
  }

  private static SeriesId remediations(String service, String outcome) {
    return SeriesId.of("lockkeeper_remediations_total", "service", service, "outcome", outcome);
  }

  /// Whether it helped counts from 0: `increase()` would miss the first of a series that begins
  /// with 1, and `RestartDoesNotHelp` needs no more than two.
  private PerService first(String service) {
    ended.putIfAbsent(remediations(service, Incident.Outcome.CURED.text()), 0L);
    ended.putIfAbsent(remediations(service, Incident.Outcome.RELAPSED.text()), 0L);
    return new PerService(service);
  }

  void sample(Agent agent, SampleSink sink) {
    sink.sample(buildInfo, 1);
    modes.forEach((mode, series) -> sink.sample(series, mode == agent.mode() ? 1 : 0));
    sink.sample(PAUSED, agent.paused() == null ? 0 : 1);
    sink.sample(SERIES, agent.store().size());
    sink.sample(REFUSED, (double) agent.store().refused());
    sink.sample(OUT_OF_ORDER, (double) agent.store().outOfOrder());
    sink.sample(BYTES, (double) agent.store().bytesAtLastLook());
    sink.sample(BUCKETS, (double) agent.store().keepBuckets().toSeconds());
    history(agent.historyOnDisk(), sink);
    var rules = agent.rules();
    sink.sample(RULES, rules.rules().size());
    sink.sample(UNKNOWN, rules.latest().unknown().size());
    sink.sample(LAST_GOOD, rules.filesAreGood() ? 0 : 1);
    sink.sample(RELOADED, rules.filesAreGood() ? 1 : 0);
    var loadedAt = rules.loadedAt();
    if (loadedAt != null) {
      sink.sample(RELOADED_AT, loadedAt.toEpochMilli() / 1e3);
    }
    sink.sample(FAILURES, (double) rules.rules().failures());
    sink.sample(TICKS, (double) ++ticks);
    sink.sample(GAP, largestGap.get().toNanos() / 1e9);
    sink.sample(DISTURBANCES, (double) disturbances);
    ended.forEach((series, count) -> sink.sample(series, (double) count));
    AlertMetrics.emit(agent.outbox().status(), sink);
    for (Standing standing : agent.remediations().standings()) {
      services
          .computeIfAbsent(standing.service(), this::first)
          .sample(standing, agent.book().page(standing.service()), sink);
    }
  }

  private static void history(HistoryStatus history, SampleSink sink) {
    sink.sample(HISTORY_BYTES, (double) history.bytes());
    sink.sample(HISTORY_BLOCKS, history.blocks());
    if (history.blocks() > 0) {
      sink.sample(HISTORY_OLDEST, history.oldest() / 1000.0);
    }
    sink.sample(HISTORY_WRITTEN, (double) history.written());
    sink.sample(HISTORY_FAILURES, (double) history.failures());
    sink.sample(HISTORY_DROPPED, history.droppedSeconds());
  }

  /// The series of one service, made once.
  private static final class PerService {
    private final Map<RemediationState, SeriesId> states = new EnumMap<>(RemediationState.class);
    private final Map<HoldReason.Kind, SeriesId> holds = new EnumMap<>(HoldReason.Kind.class);
    private final SeriesId inFlight;
    private final SeriesId byAgent;
    private final SeriesId byOthers;

    PerService(String service) {
      for (RemediationState state : RemediationState.values()) {
        states.put(state, SeriesId.of("service_state", "service", service, "state", state.text()));
      }
      for (HoldReason.Kind kind : HoldReason.Kind.values()) {
        holds.put(kind, SeriesId.of("lockkeeper_hold", "service", service, "reason", kind.text()));
      }
      inFlight = SeriesId.of("service_in_flight", "service", service);
      byAgent = SeriesId.of("service_restarts_total", "service", service, "by", "lockkeeper");
      byOthers = SeriesId.of("service_restarts_total", "service", service, "by", "other");
    }

    void sample(
        Standing standing,
        ServiceBook.@org.jspecify.annotations.Nullable Page page,
        SampleSink sink) {
      states.forEach((state, series) -> sink.sample(series, state == standing.state() ? 1 : 0));
      Set<HoldReason.Kind> held =
          standing.holds().stream().map(HoldReason::kind).collect(Collectors.toSet());
      for (HoldReason.Kind kind : held) {
        sink.sample(java.util.Objects.requireNonNull(holds.get(kind)), 1);
      }
      if (page == null) {
        return;
      }
      sink.sample(byAgent, (double) page.restartsByAgent);
      sink.sample(byOthers, (double) page.restartsByOthers);
      int count = ServiceBook.inFlight(page);
      if (count >= 0) {
        sink.sample(inFlight, count);
      }
    }
  }
}
