package dev.lockkeeper.alert;

import java.io.IOException;
import java.util.List;

/// One receiver of alerts.
public interface Notifier {
  /// As the `receiver` label shows it: `alertmanager http://am1:9093`.
  String name();

  /// Delivers all of them, or fails as a whole. Blocks for at most ten seconds.
  void send(List<Notification> notifications) throws IOException;
}
