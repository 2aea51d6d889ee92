package dev.lockkeeper.service.systemd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.Properties;
import org.jspecify.annotations.Nullable;

/// One connection to the bus that systemd is on, made when it is first needed and made anew when it
/// was lost. Shared by all units; calls may come from any platform thread.
public final class SystemBus implements AutoCloseable {
  /// A local socket: what takes longer hangs.
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /// One attempt instead of twenty in ten seconds: callers ask again by themselves. The library
  /// divides this by 500 ms, its pause between attempts.
  private static final int ONE_ATTEMPT_MILLIS = 500;

  private final @Nullable String address;
  private final CopyOnWriteArrayList<Consumer<SystemdManager.JobRemoved>> listeners =
      new CopyOnWriteArrayList<>();
  private @Nullable Connected connected;

  private record Connected(DBusConnection connection, SystemdManager manager) {}

  /// Nothing is opened yet.
  ///
  /// @param address such as `unix:path=/run/dbus/system_bus_socket`; null: the system bus
  public SystemBus(@Nullable String address) {
    this.address = address;
  }

  /// A call to systemd.
  interface Call<T> {
    T on(SystemdManager manager) throws DBusException, IOException;
  }

  /// Makes a call, over a new connection once if the old one proves dead. Only for calls that may
  /// be repeated.
  ///
  /// @param what for the message: `start nginx.service`
  <T> T call(String what, Call<T> call) throws IOException {
    for (boolean again = false; ; again = true) {
      SystemdManager manager = manager();
      try {
        return call.on(manager);
      } catch (DBusExecutionException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted(what);
        }
        if (again || alive()) {
          throw Refusal.explained(what, e);
        }
      } catch (DBusException e) {
        throw new IOException("systemd could not be asked to " + what + ": " + e.getMessage(), e);
      }
    }
  }

  /// A property of a unit, by its object path.
  Object property(String path, String interfaceName, String property) throws IOException {
    return call(
        "tell " + property,
        manager ->
            connection()
                .getRemoteObject(SystemdManager.BUS_NAME, path, Properties.class)
                .<Object>Get(interfaceName, property));
  }

  /// Hears of every job that ends, until the answer is closed. Before the job is queued, or it may
  /// have ended by then.
  AutoCloseable onJobRemoved(Consumer<SystemdManager.JobRemoved> listener) throws IOException {
    listeners.add(listener);
    manager();
    return () -> listeners.remove(listener);
  }

  /// Whether the connection stands, as far as is known.
  synchronized boolean alive() {
    return connected != null && connected.connection().isConnected();
  }

  private synchronized DBusConnection connection() throws IOException {
    manager();
    if (connected == null) {
      throw new IOException("not connected to D-Bus");
    }
    return connected.connection();
  }

  private synchronized SystemdManager manager() throws IOException {
    if (connected != null && connected.connection().isConnected()) {
      return connected.manager();
    }
    close();
    var connecting = new FutureTask<>(this::connect);
    // the library waits for ever for the first words of a bus that hangs: not in a caller's thread
    Thread thread = Thread.ofPlatform().name("systemd-bus").daemon().start(connecting);
    try {
      connected = connecting.get(CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return connected.manager();
    } catch (ExecutionException e) {
      throw unconnected(reason(e), e);
    } catch (TimeoutException e) {
      throw unconnected("no answer within " + CONNECT_WITHIN.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted("answer");
    } finally {
      thread.interrupt();
    }
  }

  private IOException unconnected(String why, Exception cause) {
    return new IOException("no connection to systemd over D-Bus (" + where() + "): " + why, cause);
  }

  private Connected connect() throws DBusException {
    DBusConnection connection = builder().withShared(false).build();
    try {
      SystemdManager manager =
          connection.getRemoteObject(
              SystemdManager.BUS_NAME, SystemdManager.PATH, SystemdManager.class);
      connection.addSigHandler(
          SystemdManager.JobRemoved.class,
          signal -> listeners.forEach(each -> each.accept(signal)));
      manager.subscribe();
      if (Thread.currentThread().isInterrupted()) {
        throw new DBusException("nobody waits for it any more");
      }
      return new Connected(connection, manager);
    } catch (DBusException | DBusExecutionException e) {
      connection.disconnect();
      throw e;
    }
  }

  private DBusConnectionBuilder builder() {
    DBusConnectionBuilder builder =
        address == null
            ? DBusConnectionBuilder.forSystemBus()
            : DBusConnectionBuilder.forAddress(address);
    // one thread each: a handful of calls a second, and their order is worth more than speed
    return builder
        .transportConfig()
        .withTimeout(ONE_ATTEMPT_MILLIS)
        .back()
        .receivingThreadConfig()
        .withSignalThreadCount(1)
        .withErrorHandlerThreadCount(1)
        .withMethodCallThreadCount(1)
        .withMethodReturnThreadCount(1)
        .connectionConfig();
  }

  private String where() {
    return address == null ? "the system bus" : address;
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  static InterruptedIOException interrupted(String what) {
    return new InterruptedIOException("interrupted while waiting for systemd to " + what);
  }

  @Override
  public synchronized void close() {
    if (connected != null) {
      connected.connection().disconnect();
      connected = null;
    }
  }
}
