package dev.lockkeeper.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that reads a request's head and then does what a test says.
final class ScriptedServer implements AutoCloseable {
  /// What it answers.
  @FunctionalInterface
  interface Script {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  ScriptedServer(Script script) throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().name("scripted-server").daemon().start(() -> serve(script));
  }

  static ScriptedServer saying(String answer) throws IOException {
    return new ScriptedServer(out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/health?deep=1";
  }

  int port() {
    return listening.getLocalPort();
  }

  List<String> requests() {
    return requests;
  }

  private void serve(Script script) {
    while (!listening.isClosed()) {
      try (var socket = listening.accept()) {
        open.add(socket);
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
          int c = socket.getInputStream().read();
          if (c < 0) {
            break;
          }
          head.append((char) c);
        }
        requests.add(head.toString());
        script.answer(socket.getOutputStream());
      } catch (IOException _) {
        // the probe has left, or the test is over
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
