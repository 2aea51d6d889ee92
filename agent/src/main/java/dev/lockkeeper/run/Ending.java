package dev.lockkeeper.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An ordered end, by SIGINT (Ctrl-C) or SIGTERM: what is out of traffic for no good reason is put
/// back, files and sockets are closed, and the exit status is 0. An end that was asked for is no
/// failure, and systemd would take Java's own 143 for one.
///
/// After two seconds the process ends whatever hangs, with Java's own status (130 or 143): what is
/// left then stands in the journal, and the next start finishes it.
final class Ending implements AutoCloseable {
  private static final Duration AT_MOST = Duration.ofMillis(1700);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("shutdown").unstarted(this::end);
  private volatile @Nullable Runnable stop;

  /// From now on until [#close] signals end what [#stopWith] names.
  Ending() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// @param stop asks the agent to end; must not block
  void stopWith(Runnable stop) {
    this.stop = stop;
  }

  private void end() {
    Runnable asks = stop;
    if (asks == null) {
      return;
    }
    asks.run();
    try {
      if (closed.await(AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
        LogSettings.flush();
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Everything is closed.
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // a signal came: the hook ends the process now
    }
  }
}
