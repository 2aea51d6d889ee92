package dev.lockkeeper.run;

import dev.lockkeeper.act.Effect;
import dev.lockkeeper.act.Journal;
import dev.lockkeeper.alert.Batch;
import dev.lockkeeper.alert.Delivery;
import dev.lockkeeper.alert.Notifier;
import dev.lockkeeper.collect.Probe;
import dev.lockkeeper.collect.ProbeSchedule;
import dev.lockkeeper.linux.Discovery;
import dev.lockkeeper.linux.WatchedService;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.PastRemediation;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.probe.Probes;
import dev.lockkeeper.report.AgentCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything slow that the loop begins, and that comes back to it as an [Arrival]: probes,
/// surveys, deliveries, effects, files. No call here blocks.
final class Outside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outside.class);

  private final Consumer<Arrival> loop;
  private final ServiceAdapters.Kept adapters;
  private final Survey survey;
  private final Journal journal;
  private final Map<String, Notifier> notifiers;
  private final PauseSwitch pauseSwitch;
  private final Consumer<List<PastRemediation>> historyFile;
  private final Map<ProbeSpec, Probe> probes = new ConcurrentHashMap<>();
  private volatile List<WatchedService> watched = List.of();
  private final Map<String, ServiceSpec> specs = new ConcurrentHashMap<>();

  private final ExecutorService sockets =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("probe-", 0).factory());

  private final ScheduledExecutorService files =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("files").daemon().factory());

  private final Effects effects;

  Outside(
      Consumer<Arrival> loop,
      Journal journal,
      List<Notifier> notifiers,
      PauseSwitch pauseSwitch,
      Consumer<List<PastRemediation>> historyFile,
      TcpConnections tcp,
      Path runtimeDirectory) {
    this.loop = loop;
    this.adapters = new ServiceAdapters.Kept(runtimeDirectory);
    this.survey = new Survey(adapters, loop);
    this.journal = journal;
    this.notifiers = new ConcurrentHashMap<>();
    notifiers.forEach(notifier -> this.notifiers.put(notifier.name(), notifier));
    this.pauseSwitch = pauseSwitch;
    this.historyFile = historyFile;
    this.effects =
        new Effects(
            this.journal,
            service -> adapters.of(java.util.Objects.requireNonNull(specs.get(service))),
            tcp::established,
            loop);
  }

  /// Looks for the kill switch's file, now and every second.
  void watchPause() {
    again(0, 1, () -> loop.accept(new Arrival.PauseSeen(pauseSwitch.why())));
  }

  /// Looks for web servers every half a minute.
  void discover(Discovery discovery) {
    again(
        30,
        30,
        () -> {
          try {
            loop.accept(new Arrival.Discovered(discovery.find()));
          } catch (IOException e) {
            LOG.warn("web servers could not be looked for: {}", Failures.text(e));
          }
        });
  }

  /// Again and again; one failure does not end it.
  private void again(long firstSeconds, long everySeconds, Runnable work) {
    var _ =
        files.scheduleWithFixedDelay(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                LOG.error("what is done every {} s failed; it will be again", everySeconds, e);
              }
            },
            firstSeconds,
            everySeconds,
            TimeUnit.SECONDS);
  }

  /// @param spec the specification that the effects are to be carried out with
  void carryOut(
      List<Effect> todo,
      java.util.function.Function<String, ServiceSpec> spec,
      Effects.OnLoop onLoop) {
    for (Effect effect : todo) {
      specs.put(effect.service(), spec.apply(effect.service()));
    }
    effects.carryOut(todo, onLoop);
  }

  void ask(Iterable<ServiceSpec> services) {
    survey.ask(services);
  }

  void surveyed(Arrival.Surveyed surveyed) {
    survey.answered(surveyed);
  }

  void probe(ProbeSchedule.Target target, Moment now) {
    sockets.execute(() -> {
      var probe = probes.computeIfAbsent(target.spec(), Probes::of);
      loop.accept(new Arrival.Probed(target, probe.probe(now, System::nanoTime)));
    });
  }

  void deliver(Batch batch) {
    Notifier notifier = notifiers.get(batch.receiver());
    if (notifier == null) {
      throw new IllegalArgumentException("no receiver " + batch.receiver());
    }
    sockets.execute(() -> loop.accept(new Arrival.Delivered(Delivery.attempt(notifier, batch))));
  }

  void keep(List<PastRemediation> history) {
    files.execute(() -> historyFile.accept(history));
  }

  void pause(String why, CompletableFuture<AgentCommands.Answer> answer) {
    files.execute(() -> answer.complete(pauseSwitch.on(why)));
    files.execute(() -> loop.accept(new Arrival.PauseSeen(pauseSwitch.why())));
  }

  void resume(CompletableFuture<AgentCommands.Answer> answer) {
    files.execute(() -> answer.complete(pauseSwitch.off()));
    files.execute(() -> loop.accept(new Arrival.PauseSeen(pauseSwitch.why())));
  }

  void watch(List<WatchedService> services) {
    watched = List.copyOf(services);
  }

  List<WatchedService> watched() {
    return watched;
  }

  @Override
  public void close() {
    effects.close();
    survey.close();
    adapters.close();
    sockets.shutdownNow();
    files.shutdown();
  }
}
