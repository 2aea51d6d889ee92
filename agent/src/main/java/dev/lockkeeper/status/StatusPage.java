package dev.lockkeeper.status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Fetches a small page by HTTP/1.0: one request, one connection that the server closes. A page
/// from the same machine needs no more, and an HTTP client would bring threads and memory of its
/// own.
public final class StatusPage {
  private static final int MOST_BYTES = 16 << 10;
  private static final int HTTP_PORT = 80;
  private static final String END_OF_HEADER = "\r\n\r\n";

  private final URI uri;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final byte[] request;

  public StatusPage(URI uri, Duration timeout, LongSupplier nanoTime) {
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("not an http address: " + uri);
    }
    this.uri = uri;
    this.timeout = timeout;
    this.nanoTime = nanoTime;
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    request =
        ("GET "
                + path
                + query
                + " HTTP/1.0\r\nHost: "
                + uri.getRawAuthority()
                + "\r\nUser-Agent: lockkeeper\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /// The page's body.
  ///
  /// @throws IOException with the address, when it does not answer in time or not with status 200
  public String fetch() throws IOException {
    long end = nanoTime.getAsLong() + timeout.toNanos();
    try (var socket = new Socket()) {
      int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
      socket.connect(new InetSocketAddress(uri.getHost(), port), left(end));
      socket.getOutputStream().write(request);
      return body(read(socket, end));
    } catch (SocketTimeoutException late) {
      throw new IOException(uri + ": no answer for " + timeout.toMillis() + " ms", late);
    } catch (IOException failed) {
      throw new IOException(uri + ": " + failed.getMessage(), failed);
    }
  }

  private String read(Socket socket, long end) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var part = new byte[2048];
    InputStream in = socket.getInputStream();
    while (true) {
      socket.setSoTimeout(left(end));
      int count = in.read(part);
      if (count < 0) {
        return bytes.toString(StandardCharsets.UTF_8);
      }
      bytes.write(part, 0, count);
      if (bytes.size() > MOST_BYTES) {
        throw new IOException("more than " + MOST_BYTES + " bytes");
      }
    }
  }

  private static String body(String answer) throws IOException {
    int header = answer.indexOf(END_OF_HEADER);
    int line = answer.indexOf("\r\n");
    if (header < 0 || !answer.startsWith("HTTP/1.")) {
      throw new IOException("not an HTTP answer");
    }
    String status = answer.substring(0, line);
    if (!status.matches("HTTP/1\\.\\d 200( .*)?")) {
      throw new IOException("answers " + status);
    }
    return answer.substring(header + END_OF_HEADER.length());
  }

  /// Milliseconds that are left, at least 1: a timeout of 0 would mean for ever.
  private int left(long end) throws SocketTimeoutException {
    long nanos = end - nanoTime.getAsLong();
    if (nanos <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) Math.max(1, nanos / 1_000_000);
  }
}
