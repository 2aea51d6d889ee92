package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// `/proc/PID/net/tcp` and `tcp6` (proc(5)): works for other network namespaces too, but does not
/// tell how many connections may wait.
final class ProcNetTcp implements TcpSockets {
  private static final int LIMIT_NOT_KNOWN = -1;
  private static final int HEX_DIGITS_OF_PORT = 4;
  private static final int HEX_DIGITS_OF_QUEUE = 8;

  private final ProcFile ipv4;
  private final ProcFile ipv6;

  /// @param net a folder `net`
  ProcNetTcp(Path net) {
    ipv4 = new ProcFile(net.resolve("tcp"));
    ipv6 = new ProcFile(net.resolve("tcp6"));
  }

  @Override
  public void visit(Visitor visitor) throws IOException {
    parse(ipv4.read(), visitor);
    try {
      parse(ipv6.read(), visitor);
    } catch (NoSuchFileException absent) {
      // IPv6 is switched off
    }
  }

  static void parse(Text text, Visitor visitor) throws IOException {
    text.nextLine();
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      text.expectWord("the local address");
      int length = text.wordLength();
      int port = (int) text.wordHex(length - HEX_DIGITS_OF_PORT, length, "the local port");
      text.expectWord("the remote address");
      text.expectWord("the state");
      int state = (int) text.wordHex(0, text.wordLength(), "the state");
      text.expectWord("the queues");
      int queueStart = text.wordIndexOf(':') + 1;
      long queue = text.wordHex(queueStart, queueStart + HEX_DIGITS_OF_QUEUE, "the receive queue");
      for (int i = 0; i < 4; i++) {
        text.expectWord("a field");
      }
      long inode = text.integer("the inode");
      visitor.socket(port, state, queue, LIMIT_NOT_KNOWN, inode);
    }
  }

  void close() {
    ipv4.close();
    ipv6.close();
  }
}
