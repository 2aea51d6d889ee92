package dev.lockkeeper.service.systemd;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The state of each service, socket and timer, as node_exporter's systemd collector names it
/// (which is off by default there, and has further kinds of units).
///
/// Cost: one question over D-Bus every 15 s, and one for each service's type every ten minutes.
/// Five series for each unit, of at most [#MOST] units: those that have failed come first.
public final class SystemdUnitCollector implements Collector, AutoCloseable {
  /// A server has 60 to 120 services, sockets and timers; one with more has made them by template.
  static final int MOST = 400;

  /// Without an answer by then it counts as stuck; connecting alone may take five seconds.
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /// A unit that fails stays so; systemd needs no second to be asked for that.
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /// Types change when somebody edits a unit.
  private static final int RUNS_TO_FORGET_TYPES = 40;

  private static final String METRIC = "node_systemd_unit_state";
  private static final String FAILED = "failed";
  private static final List<String> STATES =
      List.of("active", "activating", "deactivating", "inactive", FAILED);

  private static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.gauge(
              METRIC, "Systemd unit: 1 for the state it is in.", "name", "state", "type"));

  /// Failed ones first, then by name.
  private static final Comparator<UnitSource.Unit> ORDER =
      Comparator.comparing((UnitSource.Unit unit) -> !unit.activeState().equals(FAILED))
          .thenComparing(UnitSource.Unit::name);

  /// A unit's series, in the order of [#STATES].
  private record UnitSeries(String type, List<SeriesId> states) {}

  private final UnitSource source;
  private final Runnable disconnect;
  private Map<String, UnitSeries> known = new HashMap<>();
  private int runs;

  /// Over the system bus, to which it connects when it first runs: for machines that systemd runs.
  public SystemdUnitCollector() {
    this(new SystemBus(null));
  }

  SystemdUnitCollector(SystemBus bus) {
    this(new BusUnits(bus), bus::close);
  }

  SystemdUnitCollector(UnitSource source, Runnable disconnect) {
    this.source = source;
    this.disconnect = disconnect;
  }

  @Override
  public String name() {
    return "systemd";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return CATALOGUE;
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public Duration deadline() {
    return DEADLINE;
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    boolean forgotten = runs++ % RUNS_TO_FORGET_TYPES == 0;
    var next = new HashMap<String, UnitSeries>();
    var units =
        source.units().stream()
            .filter(unit -> unit.loadState().equals("loaded"))
            .sorted(ORDER)
            .limit(MOST)
            .toList();
    boolean missed = false;
    for (UnitSource.Unit unit : units) {
      UnitSeries series;
      try {
        series = series(unit, forgotten);
      } catch (IOException gone) {
        if (missed) {
          throw gone;
        }
        // one may have been removed since it was listed; two are a bus that does not answer
        missed = true;
        continue;
      }
      next.put(unit.name(), series);
      for (int state = 0; state < STATES.size(); state++) {
        sink.sample(
            series.states().get(state), STATES.get(state).equals(unit.activeState()) ? 1 : 0);
      }
    }
    known = next;
  }

  private UnitSeries series(UnitSource.Unit unit, boolean forgotten) throws IOException {
    UnitSeries before = known.get(unit.name());
    if (before != null && !forgotten) {
      return before;
    }
    String type = unit.name().endsWith(".service") ? source.serviceType(unit) : "";
    if (before != null && before.type().equals(type)) {
      return before;
    }
    return new UnitSeries(
        type,
        STATES.stream()
            .map(state -> SeriesId.of(METRIC, "name", unit.name(), "state", state, "type", type))
            .toList());
  }

  @Override
  public void close() {
    disconnect.run();
  }
}
