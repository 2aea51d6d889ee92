package dev.lockkeeper.http;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import dev.lockkeeper.report.AgentView;
import dev.lockkeeper.report.Exposition;
import io.dropwizard.jetty.HttpsConnectorFactory;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server: one connector, read-only.
public final class HttpSurface implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpSurface.class);

  /// How long requests under way may take to finish when the agent ends.
  private static final long GRACE_MILLIS = 150;

  private final Server server;
  private final URI uri;

  private HttpSurface(Server server, URI uri) {
    this.server = server;
    this.uri = uri;
  }

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
    var listen = settings.listen();
    var dropwizard = settings.dropwizard();
    var threads = dropwizard.threads(metrics);
    var server = new Server(threads);
    var connectorFactory = dropwizard.connector();
    connectorFactory.setBindHost(listen.host());
    connectorFactory.setPort(listen.port());
    var connector = connectorFactory.build(server, metrics, "http", threads);
    server.addConnector(connector);
    var names = new HashSet<>(settings.hostNames());
    names.add(listen.host().toLowerCase(Locale.ROOT));
    var gate = new Gate(new HostCheck(names), new Routes(agent, exposition, health));
    server.setHandler(dropwizard.gzip.isEnabled() ? dropwizard.gzip.build(gate) : gate);
    server.setErrorHandler(new JsonErrors());
    server.setStopTimeout(GRACE_MILLIS);
    dropwizard.requestLog().ifPresent(server::setRequestLog);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new IOException("can't listen on " + listen + ": " + rootMessage(e), e);
    }
    int port = ((NetworkConnector) connector).getLocalPort();
    String scheme = connectorFactory instanceof HttpsConnectorFactory ? "https" : "http";
    return new HttpSurface(
        server, URI.create(scheme + "://" + new HttpSettings.Listen(listen.host(), port)));
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /// Where it listens: `http://127.0.0.1:9755`; the port that was found where 0 was asked for.
  public URI uri() {
    return uri;
  }

  /// Stops within 0.3 s: requests under way have half of that to finish, and connections that are
  /// merely kept open don't hold it up.
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (TimeoutException e) {
      // clients that keep their connections open: Jetty has closed these after the grace
      log.debug("the HTTP server closed connections that were open: {}", e.toString());
    } catch (Exception e) {
      log.warn("the HTTP server did not stop cleanly: {}", e.toString());
    }
  }
}
