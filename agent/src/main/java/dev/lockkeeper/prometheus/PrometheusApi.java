package dev.lockkeeper.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/// A Prometheus server's HTTP API (prometheus.io/docs/prometheus/latest/querying/api), version 2 or
/// 3, or what speaks the same. Each request is bounded in time, and its answer is read as it comes.
final class PrometheusApi {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Of one request with its answer: Prometheus' own limit for a query is two minutes.
  private static final Duration WHOLE = Duration.ofSeconds(150);

  /// Of an answer that says what is wrong.
  private static final int EXCERPT = 300;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String base;
  private final Map<String, String> headers;
  private final Duration whole;

  PrometheusApi(URI url, Map<String, String> headers) {
    this(url, headers, WHOLE);
  }

  /// @throws IllegalArgumentException where the URL is none of HTTP, with a message for a person
  PrometheusApi(URI url, Map<String, String> headers, Duration whole) {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "`" + url + "` is not the URL of a Prometheus server, such as http://localhost:9090");
    }
    String text = url.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.headers = Map.copyOf(headers);
    this.whole = whole;
  }

  String base() {
    return base;
  }

  /// The query asks for more than the server gives at once.
  static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1;

    TooMuchException(String message) {
      super(message);
    }
  }

  /// Asks, and hands the series of the answer to `series`.
  ///
  /// @param path such as `/api/v1/query`
  /// @throws TooMuchException when less may be asked
  /// @throws IOException with a message for a person
  void ask(String path, Map<String, String> parameters, MatrixReader.Series series)
      throws IOException {
    var form = new StringJoiner("&");
    parameters.forEach(
        (name, value) -> form.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(whole)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "lockkeeper");
    headers.forEach(request::setHeader);
    request.POST(HttpRequest.BodyPublishers.ofString(form.toString()));
    HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (HttpTimeoutException e) {
      throw new IOException(base + " does not answer within " + whole.toSeconds() + " s", e);
    } catch (IOException e) {
      throw new IOException(base + " can't be asked: " + reason(e), e);
    }
    read(response, series);
  }

  private void read(HttpResponse<InputStream> response, MatrixReader.Series series)
      throws IOException {
    try (var raw = response.body()) {
      // the request's own timeout ends with the answer's head
      var late =
          CompletableFuture.runAsync(
              () -> close(raw),
              CompletableFuture.delayedExecutor(whole.toMillis(), TimeUnit.MILLISECONDS));
      boolean packed = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
      try (var body = packed ? new GZIPInputStream(raw) : raw) {
        if (response.statusCode() == 200) {
          MatrixReader.read(body, series);
        } else {
          refused(response.statusCode(), body);
        }
      } catch (JacksonException e) {
        throw new IOException(base + " answers with something else than JSON", e);
      } catch (MatrixReader.ErrorAnswerException e) {
        throw new IOException(base + " says: " + e.getMessage(), e);
      } finally {
        late.cancel(false);
      }
    }
  }

  private void refused(int status, InputStream body) throws IOException {
    String said =
        new String(body.readNBytes(1 << 14), StandardCharsets.UTF_8)
            .replaceAll("\\s+", " ")
            .strip();
    String error = MatrixReader.error(said);
    String text = error.isEmpty() ? excerpt(said) : error;
    if (text.contains("too many samples") || text.contains("exceeded maximum resolution")) {
      throw new TooMuchException(base + " says: " + text);
    }
    throw new IOException(
        switch (status) {
          case 401, 403 ->
              base
                  + " refuses (HTTP "
                  + status
                  + "): a file with an `Authorization: …` line can be given with --header-file";
          case 404 -> base + " has no Prometheus API (HTTP 404 for /api/v1/query)";
          default -> base + " says (HTTP " + status + "): " + text;
        });
  }

  private static String excerpt(String text) {
    return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException && e.getMessage() == null) {
      return e.getCause() instanceof UnresolvedAddressException
              || hasCause(e, UnresolvedAddressException.class)
          ? "its name is not known"
          : "connection refused";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static boolean hasCause(Throwable e, Class<?> type) {
    for (var cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException _) {
      // its reader learns of it
    }
  }
}
