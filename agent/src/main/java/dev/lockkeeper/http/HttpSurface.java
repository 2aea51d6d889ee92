package dev.lockkeeper.http;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import dev.lockkeeper.report.AgentView;
import dev.lockkeeper.report.Exposition;
import java.io.IOException;
import java.net.URI;

/// The HTTP server: one connector, read-only.
@SuppressWarnings("DoNotCallSuggester") // a skeleton
public final class HttpSurface implements AutoCloseable {
  private HttpSurface() {}

  /// Listens from now on.
  ///
  /// @param health what `/api/v1/health` and `/-/ready` ask; may grow later
  /// @param metrics takes the server's own figures
  /// @throws IOException when the address can't be listened on, with a message for a person
  public static HttpSurface start(
      HttpSettings settings,
      AgentView agent,
      Exposition exposition,
      HealthCheckRegistry health,
      MetricRegistry metrics)
      throws IOException {
    throw new UnsupportedOperationException("soon");
  }

  /// Where it listens: `http://127.0.0.1:9755`; the port that was found where 0 was asked for.
  public URI uri() {
    throw new UnsupportedOperationException("soon");
  }

  /// Stops within a second.
  @Override
  public void close() {}
}
