package dev.lockkeeper.run;

import dev.lockkeeper.act.Effect;
import dev.lockkeeper.act.Event;
import dev.lockkeeper.act.Journal;
import dev.lockkeeper.act.ServiceControl;
import dev.lockkeeper.act.Traffic;
import dev.lockkeeper.act.WayAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what remediations ask for, away from the loop, and brings back what came of it.
///
/// Sockets are spoken to on virtual threads; the journal, the service manager and /proc on platform
/// threads, since a call that is blocked in the kernel holds its carrier.
final class Effects implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

  /// What is done on the loop itself, at once.
  interface OnLoop {
    void probeFast(String service, boolean on);

    void publish(Effect.Publish publish);

    void remember(Effect.Remember remember);
  }

  private final Journal journal;
  private final Function<String, ServiceAdapters> adapters;
  private final ToIntFunction<String> tcpConnections;
  private final Consumer<Arrival> loop;
  private final WarmUp warmUp = new WarmUp();

  /// One thread, so that entries reach the journal in the order in which they were made.
  private final ExecutorService journalThread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("journal").daemon().factory());

  private final ExecutorService control =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("control-", 0).daemon().factory());

  private final ExecutorService sockets =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("traffic-", 0).factory());

  /// @param adapters by service; called on any thread
  /// @param tcpConnections established connections on a service's ports; -1 when unknown
  Effects(
      Journal journal,
      Function<String, ServiceAdapters> adapters,
      ToIntFunction<String> tcpConnections,
      Consumer<Arrival> loop) {
    this.journal = journal;
    this.adapters = adapters;
    this.tcpConnections = tcpConnections;
    this.loop = loop;
  }

  /// Begins them in their order; everything behind a journal entry waits until that is written. For
  /// the loop's thread; never blocks.
  void carryOut(List<Effect> effects, OnLoop onLoop) {
    var slow = new ArrayList<Effect>();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.ProbeFast fast -> onLoop.probeFast(fast.service(), fast.on());
        case Effect.Publish publish -> onLoop.publish(publish);
        case Effect.Remember remember -> onLoop.remember(remember);
        case Effect.WriteJournal _,
            Effect.InspectTraffic _,
            Effect.DrainTraffic _,
            Effect.ReadyTraffic _,
            Effect.CountInFlight _,
            Effect.ReadControl _,
            Effect.Stop _,
            Effect.Kill _,
            Effect.Start _,
            Effect.Reload _,
            Effect.WarmUp _ ->
            slow.add(effect);
      }
    }
    begin(slow, 0);
  }

  private void begin(List<Effect> effects, int from) {
    for (int i = from; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      if (effect instanceof Effect.WriteJournal write) {
        int next = i + 1;
        journalThread.execute(() -> {
          if (written(write)) {
            begin(effects, next);
          }
        });
        return;
      }
      begin(effect);
    }
  }

  private boolean written(Effect.WriteJournal write) {
    try {
      journal.write(write.entry());
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.error("the journal of {} could not be written: {}", write.service(), Failures.text(e));
      if (!write.required()) {
        return true;
      }
      answer(write.service(), new Event.JournalFailed(write.id(), Failures.text(e)));
      return false;
    }
  }

  private void begin(Effect effect) {
    switch (effect) {
      case Effect.WriteJournal _, Effect.ProbeFast _, Effect.Publish _, Effect.Remember _ ->
          throw new IllegalArgumentException("not begun here: " + effect);
      case Effect.InspectTraffic inspect ->
          sockets.execute(() ->
              answer(
                  inspect.service(),
                  new Event.TrafficAnswered(
                      inspect.id(), adapters.apply(inspect.service()).inspect())));
      case Effect.DrainTraffic drain ->
          sockets.execute(() -> {
            var parts = adapters.apply(drain.service());
            var ways = asked(parts.ways(), drain.ways(), Traffic::drain);
            answer(drain.service(), new Event.TrafficAnswered(drain.id(), ways));
          });
      case Effect.ReadyTraffic ready ->
          sockets.execute(() -> {
            var parts = adapters.apply(ready.service());
            var ways = asked(parts.ways().reversed(), ready.ways(), Traffic::ready).reversed();
            answer(ready.service(), new Event.TrafficAnswered(ready.id(), ways));
          });
      case Effect.CountInFlight count ->
          control.execute(() ->
              answer(
                  count.service(),
                  new Event.InFlightCounted(
                      count.id(),
                      adapters.apply(count.service()).countOwn(),
                      tcpConnections.applyAsInt(count.service()))));
      case Effect.ReadControl read -> control.execute(() -> readControl(read));
      case Effect.Stop stop ->
          order(stop.service(), ServiceControl::stop, why -> new Event.Stopped(stop.id(), why));
      case Effect.Kill kill ->
          order(kill.service(), ServiceControl::kill, why -> new Event.Killed(kill.id(), why));
      case Effect.Start start ->
          order(start.service(), ServiceControl::start, why -> new Event.Started(start.id(), why));
      case Effect.Reload reload ->
          order(
              reload.service(),
              ServiceControl::reload,
              why -> new Event.Reloaded(reload.id(), why));
      case Effect.WarmUp warm ->
          sockets.execute(() ->
              answer(warm.service(), new Event.WarmedUp(warm.id(), warmUp.fetch(warm.urls()))));
    }
  }

  private interface TrafficOrder {
    void give(Traffic way) throws IOException;
  }

  /// Gives an order to the named ways and looks at all of them.
  private static List<WayAnswer> asked(List<Traffic> ways, List<String> named, TrafficOrder order) {
    var answers = new ArrayList<WayAnswer>();
    for (Traffic way : ways) {
      try {
        if (named.contains(way.way())) {
          order.give(way);
        }
        answers.add(new WayAnswer.Seen(way.inspect()));
      } catch (IOException | RuntimeException e) {
        answers.add(new WayAnswer.Unreachable(way.way(), Failures.text(e)));
      }
    }
    return answers;
  }

  private void readControl(Effect.ReadControl read) {
    ServiceControl manager = adapters.apply(read.service()).control();
    Event seen;
    try {
      seen =
          manager == null
              ? new Event.ControlSeen(read.id(), null, "no control is configured")
              : new Event.ControlSeen(read.id(), manager.status(), "");
    } catch (IOException | RuntimeException e) {
      seen = new Event.ControlSeen(read.id(), null, Failures.text(e));
    }
    answer(read.service(), seen);
  }

  private interface ControlOrder {
    void give(ServiceControl control) throws IOException;
  }

  private void order(String service, ControlOrder order, Function<String, Event> outcome) {
    control.execute(() -> {
      ServiceControl manager = adapters.apply(service).control();
      String failure = "";
      try {
        if (manager == null) {
          failure = "no control is configured";
        } else {
          order.give(manager);
        }
      } catch (IOException | RuntimeException e) {
        failure = Failures.text(e);
      }
      answer(service, outcome.apply(failure));
    });
  }

  private void answer(String service, Event event) {
    loop.accept(new Arrival.Answered(service, event));
  }

  /// Lets what is under way go: it ends with the process.
  @Override
  public void close() {
    journalThread.shutdown();
    control.shutdownNow();
    sockets.shutdownNow();
  }
}
