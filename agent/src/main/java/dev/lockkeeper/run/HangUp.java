package dev.lockkeeper.run;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIGHUP means "read the rule files again", as for every daemon, and never ends the process, also
/// not while it starts: Java alone would end it.
///
/// Java has no supported way to take a signal. `sun.misc.Signal` (module jdk.unsupported) is what
/// everybody uses; by reflection, since the compiler warns of its name and no annotation stills
/// that.
final class HangUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

  /// What came before there was anybody to tell.
  private static final Runnable NOBODY = () -> {};

  private final AtomicReference<Runnable> reload = new AtomicReference<>(NOBODY);

  /// From now on until the process' end.
  HangUp() {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      Object tell =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      reload.get().run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> arguments != null && proxy == arguments[0];
                    default -> "reload on SIGHUP";
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), tell);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("SIGHUP is not heard: {}", Failures.text(e));
    }
  }

  /// @param reads has the files read again; must not block
  void reloadWith(Runnable reads) {
    reload.set(reads);
  }

  /// What comes from now on is not heard any more; the process goes on to its end.
  @Override
  public void close() {
    reload.set(NOBODY);
  }
}
