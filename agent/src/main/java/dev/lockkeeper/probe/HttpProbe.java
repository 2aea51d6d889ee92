package dev.lockkeeper.probe;

import dev.lockkeeper.collect.Probe;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// GET over a connection of its own. Redirects are answers like others. The timeout holds for the
/// whole: name, connection, TLS, request, answer with its body.
///
/// It speaks HTTP/1.1 over a plain socket: java.net.http keeps connections and threads, and its
/// timeout ends with the headers, so that a worker which hangs in mid-body would look well.
public final class HttpProbe implements Probe {
  private final Duration timeout;
  private final ProbeSpec.Http spec;
  private final Addresses addresses;
  private final String host;
  private final int port;
  private final boolean tls;
  private final byte[] request;

  /// @throws IllegalArgumentException where the URL is none of HTTP
  public HttpProbe(ProbeSpec.Http spec) {
    this.spec = spec;
    this.timeout = spec.timeout();
    var url = URI.create(spec.url());
    if (url.getHost() == null || !(isScheme(url, "http") || isScheme(url, "https"))) {
      throw new IllegalArgumentException("not an http or https URL: " + spec.url());
    }
    tls = isScheme(url, "https");
    host = url.getHost();
    port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    addresses = new Addresses(host);
    request = request(url).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public ProbeResult probe(Moment startedAt, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    var attempt = new Attempt(Deadline.after(timeout, nanoTime));
    var detail = attempt.run();
    var duration = Duration.ofNanos(nanoTime.getAsLong() - start);
    return new ProbeResult(startedAt, detail.isEmpty(), duration, attempt.status, detail);
  }

  private static boolean isScheme(URI url, String scheme) {
    return scheme.equalsIgnoreCase(url.getScheme());
  }

  private static String request(URI url) {
    var path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    var authority = url.getPort() >= 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
    return "GET "
        + path
        + query
        + " HTTP/1.1\r\nHost: "
        + authority
        + "\r\nUser-Agent: lockkeeper\r\nAccept: */*\r\nConnection: close\r\n\r\n";
  }

  /// One exchange, with how far it has come.
  private final class Attempt {
    private final Deadline deadline;
    private String stage = "name not resolved";
    private @Nullable HttpAnswer answer;
    int status;

    Attempt(Deadline deadline) {
      this.deadline = deadline;
    }

    /// What went wrong; empty when all was well.
    String run() {
      Socket socket = null;
      boolean whole = false;
      try {
        var resolved = addresses.resolve(deadline);
        stage = "not connected";
        socket = Connection.open(resolved, port, deadline);
        stage = "connected";
        if (tls) {
          socket = secured(socket);
        }
        socket.getOutputStream().write(request);
        answer = new HttpAnswer(socket.getInputStream());
        int code = answer.read();
        deadline.millisLeft();
        whole = true;
        status = code;
        return spec.status().contains(code) ? "" : "HTTP " + code;
      } catch (IOException | RuntimeException e) {
        return Failures.explain(e, timeout, progress());
      } finally {
        if (socket != null) {
          close(socket, whole);
        }
      }
    }

    private Socket secured(Socket plain) throws IOException {
      stage = "connected, TLS handshake";
      var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      var socket = (SSLSocket) factory.createSocket(plain, unbracketed(), port, true);
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      try {
        socket.startHandshake();
      } catch (IOException | RuntimeException e) {
        Connection.abort(plain);
        throw e;
      }
      return socket;
    }

    private String unbracketed() {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private String progress() {
      return answer == null ? stage : "connected, " + answer.progress();
    }

    private void close(Socket socket, boolean whole) {
      if (!whole) {
        Connection.abort(socket);
        return;
      }
      try {
        socket.close();
      } catch (IOException _) {
        // it has answered; that is what counts
      }
    }
  }
}
