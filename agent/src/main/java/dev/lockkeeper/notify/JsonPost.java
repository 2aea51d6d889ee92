package dev.lockkeeper.notify;

import dev.lockkeeper.alert.RejectedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts JSON documents to one URL, HTTP/1.1, no redirects. Waits two seconds for a connection and
/// ten for the whole exchange: the client's own timeout ends with the answer's headers.
public final class JsonPost {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration WHOLE = Duration.ofSeconds(10);

  /// Of an answer that says what is wrong.
  private static final int EXCERPT = 200;

  /// One for all receivers: each has a selector thread.
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(
              Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notify-", 0).factory()))
          .build();

  private final URI url;
  private final Duration whole;

  /// @throws IllegalArgumentException where the URL is none of HTTP
  public JsonPost(URI url) {
    this(url, WHOLE);
  }

  JsonPost(URI url, Duration whole) {
    this.whole = whole;
    this.url = url;
    newRequest(new byte[0]);
  }

  /// Posts, and returns when the receiver has taken it (a status of 200 to 299).
  ///
  /// @throws RejectedException when the document itself is refused (400, 413, 422)
  /// @throws IOException when it can't be delivered now; the message says why
  public void post(byte[] json) throws IOException {
    var exchange = CLIENT.sendAsync(newRequest(json), _ -> new Excerpt());
    HttpResponse<String> response;
    try {
      response = exchange.get(whole.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      exchange.cancel(true);
      throw new IOException("no answer within " + whole.toSeconds() + " s");
    } catch (InterruptedException _) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    } catch (ExecutionException e) {
      throw new IOException(message(e.getCause() == null ? e : e.getCause()), e);
    }
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return;
    }
    var said = response.body().strip();
    var message = "HTTP " + status + (said.isEmpty() ? "" : ": " + said);
    throw switch (status) {
      case 400, 413, 422 -> new RejectedException(message);
      default -> new IOException(message);
    };
  }

  private HttpRequest newRequest(byte[] json) {
    return HttpRequest.newBuilder(url)
        .timeout(whole)
        .header("Content-Type", "application/json")
        .header("User-Agent", "lockkeeper")
        .POST(HttpRequest.BodyPublishers.ofByteArray(json))
        .build();
  }

  private static String message(Throwable cause) {
    var message = cause.getMessage();
    if (message != null) {
      return message;
    }
    return cause instanceof ConnectException
        ? "connection refused"
        : cause.getClass().getSimpleName();
  }

  /// The beginning of a body; the rest is read and forgotten.
  private static final class Excerpt implements HttpResponse.BodySubscriber<String> {
    private final byte[] bytes = new byte[4 * EXCERPT];
    private int length;
    private final CompletableFuture<String> text = new CompletableFuture<>();

    @Override
    public CompletionStage<String> getBody() {
      return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (var buffer : buffers) {
        int part = Math.min(bytes.length - length, buffer.remaining());
        buffer.get(bytes, length, part);
        length += part;
      }
    }

    @Override
    public void onError(Throwable failure) {
      text.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      var whole = new String(bytes, 0, length, StandardCharsets.UTF_8);
      text.complete(whole.length() <= EXCERPT ? whole : whole.substring(0, EXCERPT));
    }
  }
}
