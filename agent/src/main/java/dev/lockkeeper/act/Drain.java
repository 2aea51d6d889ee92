package dev.lockkeeper.act;

import dev.lockkeeper.model.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is in flight in a server that is being drained.
final class Drain {
  private static final int UNKNOWN = -1;

  private @Nullable Moment confirmedAt;
  private @Nullable Moment lastFall;
  private int lowest = Integer.MAX_VALUE;
  private int inFlight = UNKNOWN;

  /// when to give way, if too few others are healthy until then; null while enough are
  @Nullable Moment giveWayAt;

  static Drain none() {
    return new Drain();
  }

  /// Every way says that it is out.
  void confirmed(Moment now) {
    if (confirmedAt == null) {
      confirmedAt = now;
      lastFall = now;
    }
  }

  boolean isConfirmed() {
    return confirmedAt != null;
  }

  /// Takes a count. What the balancer and the server count are requests, and the greater is right:
  /// each sees some that the other does not. TCP connections are counted only where neither can
  /// tell, or where the balancer was reloaded, so that its new process does not see the sessions of
  /// the old one, and the server does not count: idle keep-alive connections of the balancer are
  /// among them and would never end.
  ///
  /// @param balancer the balancer's sessions; -1 when it can't tell
  /// @param own the server's own count; -1 when it can't tell
  /// @param tcp established connections; -1 when unknown
  /// @param reloaded whether the balancer has changed its process since the drain began
  void counted(int balancer, int own, int tcp, boolean reloaded, Moment now) {
    boolean balancerBlind = balancer < 0 || reloaded;
    int count = Math.max(balancer, own);
    if (own < 0 && balancerBlind) {
      count = tcp < 0 ? (reloaded && balancer > 0 ? balancer : UNKNOWN) : Math.max(balancer, tcp);
    }
    inFlight = count;
    if (count >= 0 && count < lowest) {
      lowest = count;
      lastFall = now;
    }
  }

  /// Latest count; -1 when unknown.
  int inFlight() {
    return inFlight;
  }

  /// How long nothing has finished; zero before the drain was confirmed.
  Duration stalledFor(Moment now) {
    return lastFall == null ? Duration.ZERO : now.since(lastFall);
  }

  /// For an incident: `3 requests in flight`.
  String words() {
    return inFlight < 0
        ? "an unknown number of requests in flight"
        : Words.requests(inFlight) + " in flight";
  }
}
