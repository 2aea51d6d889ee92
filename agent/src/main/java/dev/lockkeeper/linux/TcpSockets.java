package dev.lockkeeper.linux;

import java.io.IOException;

/// The TCP sockets of one network namespace.
interface TcpSockets {
  // The kernel's numbers of states, include/net/tcp_states.h.

  int ESTABLISHED = 1;
  int LISTEN = 10;

  /// The highest number there is, and one more.
  int STATES = 13;

  /// A state's name, as node_exporter has it.
  static String stateName(int state) {
    return switch (state) {
      case ESTABLISHED -> "established";
      case 2 -> "syn_sent";
      case 3 -> "syn_recv";
      case 4 -> "fin_wait1";
      case 5 -> "fin_wait2";
      case 6 -> "time_wait";
      case 7 -> "close";
      case 8 -> "close_wait";
      case 9 -> "last_ack";
      case LISTEN -> "listen";
      case 11 -> "closing";
      case 12 -> "new_syn_recv";
      default -> "unknown";
    };
  }

  /// What [#visit] hands every socket to.
  interface Visitor {
    /// @param queue of a listening socket: connections that wait to be accepted
    /// @param limit of a listening socket: how many may wait; negative when not known
    /// @param inode what `/proc/PID/fd` shows as `socket:[inode]`
    void socket(int localPort, int state, long queue, long limit, long inode);
  }

  void visit(Visitor visitor) throws IOException;
}
