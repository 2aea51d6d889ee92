package dev.lockkeeper.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// `services[…].in_flight`: where the server's own count of requests comes from.
final class InFlightSection {
  private static final Keys KEYS = Keys.of("nginx_status");

  private InFlightSection() {}

  /// @return null where there is none
  static @Nullable String nginxStatus(Section service) {
    return service.section("in_flight", KEYS).url("nginx_status").map(URI::toString).orElse(null);
  }
}
