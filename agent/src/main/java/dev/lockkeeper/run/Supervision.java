package dev.lockkeeper.run;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import dev.lockkeeper.act.Remediations;
import dev.lockkeeper.alert.Notifier;
import dev.lockkeeper.alert.Outbox;
import dev.lockkeeper.alert.OutboxSettings;
import dev.lockkeeper.collect.Catalogue;
import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.CollectorRunner;
import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.Directories;
import dev.lockkeeper.config.LoadedConfig;
import dev.lockkeeper.control.ControlServer;
import dev.lockkeeper.control.RuntimeDirectory;
import dev.lockkeeper.decide.History;
import dev.lockkeeper.history.HistorySettings;
import dev.lockkeeper.history.HistoryStatus;
import dev.lockkeeper.history.HistoryWriter;
import dev.lockkeeper.history.Recollection;
import dev.lockkeeper.http.Health;
import dev.lockkeeper.http.HttpSettings;
import dev.lockkeeper.http.HttpSurface;
import dev.lockkeeper.incidents.IncidentFile;
import dev.lockkeeper.journal.AlertStatesFile;
import dev.lockkeeper.journal.FileJournal;
import dev.lockkeeper.journal.HistoryFile;
import dev.lockkeeper.journal.PauseFile;
import dev.lockkeeper.linux.DiscoveredServer;
import dev.lockkeeper.linux.Discovery;
import dev.lockkeeper.linux.Roots;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.report.IncidentLog;
import dev.lockkeeper.rule.Rules;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One agent, put together from its configuration: every part is made and wired here.
final class Supervision implements AutoCloseable {
  /// How long the start waits for the windows of before a restart; they come later else.
  private static final Duration RECALL_AT_MOST = Duration.ofSeconds(1);

  private final @Nullable AgentConfig config;
  private final Directories directories;
  private final @Nullable RuntimeDirectory taken;
  private final Loop loop;
  private final Agent agent;
  private final Outside outside;
  private final CollectorRunner runner;
  private final List<Collector> collectors;
  private final IncidentFile incidentFile;
  private final AlertMemory alertMemory;
  private final Published published;
  private final String instance;
  private final String version;
  private List<DiscoveredServer> found = List.of();
  private final MetricRegistry httpMetrics = new MetricRegistry();
  private final HealthCheckRegistry health = new HealthCheckRegistry();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final @Nullable RulesChoice rules;
  private final @Nullable LoadedConfig loaded;
  private final @Nullable HistoryWriter history;
  private final @Nullable Recall recall;
  private final @Nullable RuleReload reload;
  private @Nullable HttpSurface http;
  private @Nullable ControlServer control;

  /// @param standing what was wrong at the start already, such as broken rule files
  Supervision(
      AgentConfig config,
      LoadedConfig loaded,
      RulesChoice rules,
      List<String> standing,
      FileJournal journal,
      RuntimeDirectory taken,
      String version)
      throws IOException {
    this(config, loaded, rules, standing, config.directories(), journal, taken, version);
  }

  /// With no services, rules or receivers: only what the journal knows, until that is done.
  static Supervision ofRecovery(Directories directories, FileJournal journal, String version)
      throws IOException {
    return new Supervision(null, null, null, List.of(), directories, journal, null, version);
  }

  private Supervision(
      @Nullable AgentConfig config,
      @Nullable LoadedConfig loaded,
      @Nullable RulesChoice rules,
      List<String> standing,
      Directories directories,
      FileJournal journal,
      @Nullable RuntimeDirectory taken,
      String version)
      throws IOException {
    this.taken = taken;
    this.config = config;
    this.loaded = loaded;
    this.rules = rules;
    this.directories = directories;
    this.version = version;
    Clock clock = Clock.system();
    var started = clock.now();
    Duration interval = config == null ? Duration.ofSeconds(1) : config.interval();
    Mode mode = config == null ? Mode.OBSERVE : config.mode();
    List<ServiceSpec> services = config == null ? List.of() : config.services();
    instance = instance(config);

    loop = new Loop(clock, interval);
    var watched = new AtomicReference<Outside>();
    collectors =
        config == null
            ? List.of()
            : Collectors.of(Roots.SYSTEM, services, () -> watched.get().watched());
    runner = new CollectorRunner(collectors, System::nanoTime);
    alertMemory = new AlertMemory(new AlertStatesFile(directories.runtime(), directories.state()));
    if (rules != null) {
      alertMemory.restore(rules.rules(), started);
    }
    var store = new SeriesStore(SeriesStore.Bounds.DEFAULT);
    var inForce = rules == null ? Rules.none() : rules.rules();
    if (config != null && config.history().on()) {
      var folder = directories.state().resolve("history");
      var kept = config.history();
      history =
          HistoryWriter.start(
              new HistorySettings(folder, kept.keep(), kept.atMostBytes()),
              store,
              () -> clock.now().epochMillis());
      recall =
          Recall.start(
              new Recollection(
                  folder, SeriesStore.Bounds.DEFAULT, inForce.windows(), started.epochMillis()),
              loop::post);
    } else {
      history = null;
      recall = null;
    }
    var historyFile = new HistoryFile(directories.state());
    var notifiers = Receivers.of(config);
    outside =
        new Outside(
            loop::post,
            journal,
            notifiers,
            new FilePauseSwitch(new PauseFile(directories.runtime(), directories.state())),
            historyFile::write,
            new TcpConnections(store),
            directories.runtime());
    watched.set(outside);
    incidentFile = new IncidentFile(directories.state());
    var log = new IncidentLog();
    incidentFile.load().forEach(log::put);
    var chronicle = new Chronicle(log, incidentFile);
    var metrics = new AgentMetrics(version, loop::largestGap);
    reload =
        config == null || loaded == null || rules == null
            ? null
            : new RuleReload(config, loaded.rules(), rules, store, loop::post);
    var page = new StatusPage(version, instance, Instant.now(), standing);
    published =
        new Published(
            store,
            KnownSeries.withOwn(Catalogue.of(collectors)),
            loop::sinceTick,
            page.empty(mode));
    agent =
        new Agent(
            new AgentParts(
                mode,
                interval,
                services,
                runner,
                staleAfter(collectors),
                store,
                new RuleWork(rules, reload, store, started),
                alertMemory,
                new Remediations(() -> ThreadLocalRandom.current().nextDouble()),
                new Outbox(
                    OutboxSettings.of(
                        instance,
                        Labels.of(config == null ? Map.of() : config.labels()),
                        config == null ? Duration.ofMinutes(1) : config.alerts().resend()),
                    notifiers.stream().map(Notifier::name).toList(),
                    () -> ThreadLocalRandom.current().nextDouble()),
                journal.open(),
                new History(historyFile.read()),
                outside,
                chronicle,
                metrics,
                page,
                published,
                history == null ? () -> HistoryStatus.NONE : history::status,
                config == null ? loop::stop : null),
            started);
    health.register("loop", Health.loop(published));
    health.register("collectors", Health.collectors(published));
    health.register("problems", Health.of(() -> String.join("; ", published.status().problems())));
  }

  /// Begins to watch and to listen.
  void start() throws IOException {
    if (config != null && taken != null && reload != null) {
      reload.start();
      var orders = new Orders(loop::post, () -> reload.now("by order"));
      control = ControlServer.start(taken, published, orders);
      var settings = httpSettings(config);
      http = HttpSurface.start(settings, published, published, health, httpMetrics);
      var discovery = new Discovery(Roots.SYSTEM);
      found = discovery.find();
      loop.post(new Arrival.Discovered(found));
      outside.discover(discovery);
    }
    outside.watchPause();
    var recent = recall == null ? null : recall.recent(RECALL_AT_MOST);
    if (recent != null) {
      agent.recalled(recent);
    }
    Thread.ofPlatform()
        .name("loop")
        .start(() -> {
          try {
            loop.run(agent);
            alertMemory.end(agent.rules().rules(), Clock.system().now());
          } finally {
            ended.countDown();
          }
        });
  }

  private HttpSettings httpSettings(AgentConfig config) throws IOException {
    try {
      var tree = config.dropwizard().server().deepCopy();
      tree.put("listen", config.listen().toString());
      return HttpSettings.read(tree).withHostNames(Set.of(instance));
    } catch (HttpSettings.InvalidSettingException e) {
      String path = e.path().isEmpty() ? "server" : "server." + e.path();
      throw new IOException(
          java.util.Objects.requireNonNull(loaded)
              .located()
              .error(path, Failures.text(e))
              .toString(),
          e);
    }
  }

  /// Asks the loop to end; what can be put back into traffic is.
  void stop() {
    loop.stop();
  }

  /// Has the rule files read again. From any thread; does not wait.
  void reloadRules() {
    if (reload != null) {
      var _ = reload.now("SIGHUP");
    }
  }

  /// Counts down when the loop has ended.
  CountDownLatch ended() {
    return ended;
  }

  /// What an operator wants to see at the start.
  List<String> banner() {
    return config == null || rules == null
        ? List.of()
        : Banner.of(
            config,
            rules,
            version,
            instance,
            found,
            http == null ? null : http.uri(),
            directories.runtime().resolve(ControlServer.SOCKET));
  }

  private static Map<String, Duration> staleAfter(List<Collector> collectors) {
    var staleAfter = new HashMap<String, Duration>();
    for (Collector collector : collectors) {
      staleAfter.put(collector.name(), collector.interval().multipliedBy(3));
    }
    return staleAfter;
  }

  private static String instance(@Nullable AgentConfig config) {
    if (config != null && config.instance() != null) {
      return config.instance();
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public void close() {
    var parts = new ArrayList<AutoCloseable>();
    if (http != null) {
      parts.add(http);
    }
    if (control != null) {
      parts.add(control);
    }
    if (reload != null) {
      parts.add(reload);
    }
    parts.add(outside);
    parts.add(alertMemory);
    parts.add(runner);
    if (history != null) {
      parts.add(history);
    }
    for (Collector collector : collectors) {
      if (collector instanceof AutoCloseable connected) {
        parts.add(connected);
      }
    }
    parts.add(incidentFile);
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        org.slf4j.LoggerFactory.getLogger(Supervision.class)
            .warn("not closed cleanly: {}", Failures.text(e));
      }
    }
  }
}
