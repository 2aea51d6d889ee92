package dev.lockkeeper.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The addresses of a probe's host. Literal addresses and `localhost` need nobody. Other names are
/// looked up by a platform thread: a lookup is a native call that holds its carrier, and a name
/// server that is down would stop all the virtual threads, that is all other probes. The latest
/// answer is used while a new one is fetched, and for as long as none comes.
final class Addresses {
  private static final long FRESH_NANOS = 30_000_000_000L;

  private final String host;

  /// known for ever
  private final boolean fixed;

  private @Nullable List<InetAddress> known;
  private long knownAt;
  private @Nullable FutureTask<List<InetAddress>> lookup;

  /// @param host a name, an IPv4 address or an IPv6 address, this one with or without brackets
  Addresses(String host) {
    this.host = host;
    this.known = withoutLookup(host);
    this.fixed = known != null;
  }

  /// In the order in which they are to be tried; waits for the deadline at the most.
  synchronized List<InetAddress> resolve(Deadline deadline) throws IOException {
    if (fixed && known != null) {
      return known;
    }
    long now = deadline.nanoTime().getAsLong();
    take(now, 0, deadline);
    var usable = known;
    if (usable != null && now - knownAt < FRESH_NANOS) {
      return usable;
    }
    if (lookup == null) {
      var task = new FutureTask<>(() -> List.of(InetAddress.getAllByName(host)));
      lookup = task;
      Thread.ofPlatform().name("resolve " + host).daemon().start(task);
    }
    if (usable != null) {
      return usable;
    }
    take(now, deadline.millisLeft(), deadline);
    if (known == null) {
      throw new SocketTimeoutException("the name " + host + " was not resolved");
    }
    return known;
  }

  /// The lookup's answer, if it comes in time.
  private void take(long now, int waitMillis, Deadline deadline) throws IOException {
    var task = lookup;
    if (task == null || (waitMillis == 0 && !task.isDone())) {
      return;
    }
    try {
      known = task.get(waitMillis, TimeUnit.MILLISECONDS);
      knownAt = waitMillis == 0 ? now : deadline.nanoTime().getAsLong();
      lookup = null;
    } catch (TimeoutException _) {
      // the next probe finds it
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } catch (ExecutionException e) {
      lookup = null;
      knownAt = now;
      if (known == null) {
        throw new UnknownHostException("the name " + host + " is not known");
      }
    }
  }

  private static @Nullable List<InetAddress> withoutLookup(String host) {
    try {
      if (host.equals("localhost")) {
        return List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
      }
      return List.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
