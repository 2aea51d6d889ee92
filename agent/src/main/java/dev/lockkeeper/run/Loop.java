package dev.lockkeeper.run;

import dev.lockkeeper.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's heartbeat: one thread that owns all state. It wakes at each tick, at each event that
/// arrives in between, and when the agent has said that it wants to be woken. Nobody else touches
/// what it owns, so nothing on its way takes a lock.
final class Loop {

  /// What is driven by the loop. All calls come from the loop's thread.
  interface Driven {
    /// What has arrived since the last call.
    void arrived(List<Arrival> events, Moment now);

    /// A full tick is due.
    void tick(Moment now);

    /// Between two ticks: something arrived, or the wanted wake-up has come.
    void between(Moment now);

    /// When to be called again at the latest, monotonic nanoseconds.
    long wakeAt(Moment now);

    /// The loop noticed that it did not run for a while, or that the wall clock jumped.
    void disturbed(String what, Moment now);

    /// Whether everything that has to be ended before an exit has ended.
    boolean quiet(Moment now);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  /// A tick that comes this much later than it should is worth a line.
  private static final Duration STALL = Duration.ofMillis(200);

  /// The wall clock moved by this much against the monotonic one: it was set.
  private static final long CLOCK_JUMP_MILLIS = 500;

  private final BlockingQueue<Arrival> events = new LinkedBlockingQueue<>();
  private final List<Arrival> batch = new ArrayList<>();
  private final Clock clock;
  private final long intervalNanos;
  private volatile boolean stopping;
  private volatile long lastTickNanos;
  private volatile long largestGapNanos;

  Loop(Clock clock, Duration interval) {
    this.clock = clock;
    this.intervalNanos = interval.toNanos();
    this.lastTickNanos = clock.now().nanos();
  }

  /// From any thread; never blocks.
  void post(Arrival event) {
    events.add(event);
  }

  /// Ends [#run] once the agent is quiet.
  void stop() {
    stopping = true;
    post(new Arrival.Woken());
  }

  /// Since the latest finished tick.
  Duration sinceTick() {
    return Duration.ofNanos(clock.now().nanos() - lastTickNanos);
  }

  Duration largestGap() {
    return Duration.ofNanos(largestGapNanos);
  }

  /// Drives until [#stop], and until what is driven is quiet then.
  void run(Driven driven) {
    Moment last = clock.now();
    long nextTick = last.nanos();
    lastTickNanos = nextTick;
    boolean interrupted = false;
    while (true) {
      Moment now = clock.now();
      if (stopping && driven.quiet(now)) {
        break;
      }
      long wait = Math.min(nextTick, driven.wakeAt(now)) - now.nanos();
      try {
        Arrival first = wait <= 0 ? events.poll() : events.poll(wait, TimeUnit.NANOSECONDS);
        if (first != null) {
          batch.add(first);
          events.drainTo(batch);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        stopping = true;
      }
      now = clock.now();
      watchClocks(driven, last, now, nextTick);
      last = now;
      try {
        if (!batch.isEmpty()) {
          driven.arrived(batch, now);
          batch.clear();
        }
        if (now.nanos() >= nextTick) {
          driven.tick(now);
          long ended = clock.now().nanos();
          largestGapNanos = Math.max(largestGapNanos, ended - lastTickNanos);
          lastTickNanos = ended;
          // missed ticks are not made up for: one late tick has seen everything
          nextTick += intervalNanos;
          if (nextTick <= ended) {
            nextTick = ended + intervalNanos - (ended - nextTick) % intervalNanos;
          }
        } else {
          driven.between(now);
        }
      } catch (RuntimeException e) {
        batch.clear();
        LOG.error("a round of the loop failed; the next one goes on", e);
        if (now.nanos() >= nextTick) {
          nextTick = now.nanos() + intervalNanos;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchClocks(Driven driven, Moment last, Moment now, long dueAt) {
    long late = now.nanos() - dueAt;
    if (late > STALL.toNanos()) {
      driven.disturbed("the loop stood still for " + late / 1_000_000 + " ms", now);
    }
    long jump = now.epochMillis() - last.epochMillis() - (now.nanos() - last.nanos()) / 1_000_000;
    if (Math.abs(jump) > CLOCK_JUMP_MILLIS) {
      driven.disturbed("the wall clock jumped by " + jump + " ms", now);
    }
  }
}
