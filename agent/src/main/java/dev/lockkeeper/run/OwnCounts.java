package dev.lockkeeper.run;

import dev.lockkeeper.collect.OwnCount;
import dev.lockkeeper.model.OwnCountSpec;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.status.apache.ApacheStatusCollector;
import dev.lockkeeper.status.nginx.NginxStatusCollector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who asks which kind of server for its own figures.
final class OwnCounts {
  private static final Duration AT_MOST = Duration.ofMillis(800);

  private OwnCounts() {}

  /// @return null when the service has no such figures
  static @Nullable OwnCount of(ServiceSpec service) {
    return switch (service.ownCount()) {
      case null -> null;
      case OwnCountSpec.NginxStatus(String url) ->
          new NginxStatusCollector(service.name(), URI.create(url), AT_MOST);
      case OwnCountSpec.ApacheStatus(String url) ->
          new ApacheStatusCollector(service.name(), URI.create(url), AT_MOST);
    };
  }

  /// For their catalogues.
  static List<OwnCount> ofEveryKind() {
    var nowhere = URI.create("http://localhost/");
    return List.of(
        new NginxStatusCollector("", nowhere, AT_MOST),
        new ApacheStatusCollector("", nowhere, AT_MOST));
  }
}
