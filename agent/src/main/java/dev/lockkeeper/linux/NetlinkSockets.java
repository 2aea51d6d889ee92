package dev.lockkeeper.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// sock_diag(7) over netlink: the sockets of the agent's own network namespace, quicker than /proc
/// and with the accept queues' limits.
final class NetlinkSockets implements TcpSockets {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int RECEIVE_TIMEOUT_MICROS = 300_000;

  private static final int NETLINK_SOCK_DIAG = 4;
  private static final short SOCK_DIAG_BY_FAMILY = 20;
  private static final short NLM_F_REQUEST_DUMP = 0x301;
  private static final short NLMSG_ERROR = 2;
  private static final short NLMSG_DONE = 3;
  private static final int HEADER_BYTES = 16;
  private static final int REQUEST_BYTES = HEADER_BYTES + 56;
  private static final int ANSWER_BYTES = HEADER_BYTES + 72;
  private static final byte AF_INET = 2;
  private static final byte AF_INET6 = 10;
  private static final byte IPPROTO_TCP = 6;
  private static final int ALL_STATES = 0xfff;

  // in struct inet_diag_msg, behind the header
  private static final int STATE = HEADER_BYTES + 1;
  private static final int LOCAL_PORT = HEADER_BYTES + 4;
  private static final int RECEIVE_QUEUE = HEADER_BYTES + 56;
  private static final int SEND_QUEUE = HEADER_BYTES + 60;
  private static final int INODE = HEADER_BYTES + 68;

  private final Memory memory = new Memory(BUFFER_BYTES);
  private final ByteBuffer bytes =
      memory.getByteBuffer(0, BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private int socket = -1;
  private int sequence;

  @Override
  public void visit(Visitor visitor) throws IOException {
    try {
      open();
      dump(AF_INET, visitor);
      dump(AF_INET6, visitor);
    } catch (LastErrorException failed) {
      close();
      throw new IOException("netlink sock_diag: " + failed.getMessage(), failed);
    } catch (IOException failed) {
      // What is left of an answer must not be taken for the next one.
      close();
      throw failed;
    }
  }

  private void open() {
    if (socket >= 0) {
      return;
    }
    socket = LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    memory.setLong(0, 0);
    memory.setLong(8, RECEIVE_TIMEOUT_MICROS);
    LibC.setsockopt(socket, LibC.SOL_SOCKET, LibC.SO_RCVTIMEO, memory, 16);
  }

  private void dump(byte family, Visitor visitor) throws IOException {
    int asked = ++sequence;
    memory.clear(REQUEST_BYTES);
    bytes.putInt(0, REQUEST_BYTES);
    bytes.putShort(4, SOCK_DIAG_BY_FAMILY);
    bytes.putShort(6, NLM_F_REQUEST_DUMP);
    bytes.putInt(8, asked);
    bytes.put(HEADER_BYTES, family);
    bytes.put(HEADER_BYTES + 1, IPPROTO_TCP);
    bytes.putInt(HEADER_BYTES + 4, ALL_STATES);
    LibC.send(socket, memory, REQUEST_BYTES, 0);
    boolean more = true;
    while (more) {
      int received = (int) LibC.recv(socket, memory, BUFFER_BYTES, 0);
      more = read(received, asked, visitor);
    }
  }

  /// One packet of several messages.
  ///
  /// @return whether more packets follow
  private boolean read(int received, int asked, Visitor visitor) throws IOException {
    int at = 0;
    while (at + HEADER_BYTES <= received) {
      int length = bytes.getInt(at);
      if (length < HEADER_BYTES || at + length > received) {
        throw new IOException("netlink sock_diag: an answer of " + length + " bytes is cut");
      }
      short type = bytes.getShort(at + 4);
      if (bytes.getInt(at + 8) == asked) {
        if (type == NLMSG_DONE) {
          return false;
        }
        if (type == NLMSG_ERROR) {
          throw new IOException("netlink sock_diag: error " + -bytes.getInt(at + HEADER_BYTES));
        }
        if (type == SOCK_DIAG_BY_FAMILY && length >= ANSWER_BYTES) {
          visit(at, visitor);
        }
      }
      at += (length + 3) & ~3;
    }
    return received > 0;
  }

  private void visit(int at, Visitor visitor) {
    int port = ((bytes.get(at + LOCAL_PORT) & 0xff) << 8) | (bytes.get(at + LOCAL_PORT + 1) & 0xff);
    visitor.socket(
        port,
        bytes.get(at + STATE),
        bytes.getInt(at + RECEIVE_QUEUE) & 0xffffffffL,
        bytes.getInt(at + SEND_QUEUE) & 0xffffffffL,
        bytes.getInt(at + INODE) & 0xffffffffL);
  }

  private void close() {
    if (socket >= 0) {
      try {
        LibC.close(socket);
      } catch (LastErrorException unimportant) {
        // nothing was written that could be lost
      }
      socket = -1;
    }
  }
}
