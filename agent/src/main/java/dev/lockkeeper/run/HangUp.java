package dev.lockkeeper.run;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;
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

  private volatile @Nullable Runnable reload;

  /// From now on until the process' end.
  HangUp() {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      Runnable told = this::tell;
      var tell =
          MethodHandles.publicLookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(told);
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("HUP"),
              MethodHandleProxies.asInterfaceInstance(
                  handler, MethodHandles.dropArguments(tell, 0, signal)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("SIGHUP is not heard: {}", Failures.text(e));
    }
  }

  /// On a thread of Java's own.
  private void tell() {
    var reads = reload;
    if (reads != null) {
      reads.run();
    }
  }

  /// @param reads has the files read again; must not block
  void reloadWith(Runnable reads) {
    reload = reads;
  }

  /// What comes from now on is not heard any more; the process goes on to its end.
  @Override
  public void close() {
    reload = null;
  }
}
