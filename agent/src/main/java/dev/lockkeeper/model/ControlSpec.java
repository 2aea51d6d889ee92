package dev.lockkeeper.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a service is started and stopped.
public sealed interface ControlSpec {

  /// A systemd unit, over D-Bus.
  ///
  /// @param unit such as `nginx.service`
  /// @param bus D-Bus address of the manager's bus; null: the system bus
  record Systemd(String unit, @Nullable String bus) implements ControlSpec {}

  /// Programs, as argument lists; never a shell.
  ///
  /// @param reload empty: it can't be reloaded
  /// @param pidFile where the main process writes its process id
  record Command(List<String> start, List<String> stop, List<String> reload, String pidFile)
      implements ControlSpec {
    public Command {
      start = List.copyOf(start);
      stop = List.copyOf(stop);
      reload = List.copyOf(reload);
    }
  }
}
