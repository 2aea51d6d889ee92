package dev.lockkeeper.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;

/// Opening and closing a probe's connection. Every probe makes its own: a kept one may lead to a
/// worker that is well while the one that would accept new connections hangs.
final class Connection {
  private Connection() {}

  /// Tries the addresses one after the other, the first failure is the one that is told of.
  static Socket open(List<InetAddress> addresses, int port, Deadline deadline) throws IOException {
    IOException first = null;
    for (var address : addresses) {
      var socket = new DeadlineSocket(deadline);
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, port), deadline.millisLeft());
        return socket;
      } catch (SocketTimeoutException e) {
        socket.close();
        throw first == null ? e : first;
      } catch (IOException e) {
        socket.close();
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IOException("no address") : first;
  }

  /// Closes with a reset. A hung server takes no notice of an orderly end: it would keep the dead
  /// connection, and the probes of an hour would look like requests in flight.
  static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException _) {
      // it is gone either way
    }
  }
}
