package dev.lockkeeper.probe;

import java.io.EOFException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/// What went wrong with a probe, in words.
final class Failures {
  private Failures() {}

  /// @param progress how far it had come
  static String explain(Exception failure, Duration timeout, String progress) {
    return switch (failure) {
      case SocketTimeoutException _ -> "no answer within " + text(timeout) + " (" + progress + ")";
      case NoRouteToHostException _ -> "no route to the host";
      case BindException e -> "no local port: " + e.getMessage();
      case ConnectException e -> lowerCase(message(e));
      case UnknownHostException e -> message(e);
      case ProtocolException e -> message(e);
      case EOFException e -> message(e);
      case SSLException e -> "TLS: " + message(e);
      default -> lowerCase(message(failure)) + " (" + progress + ")";
    };
  }

  private static String message(Exception failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static String lowerCase(String message) {
    return message.isEmpty()
        ? message
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  /// `500 ms`, `2 s`.
  private static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
