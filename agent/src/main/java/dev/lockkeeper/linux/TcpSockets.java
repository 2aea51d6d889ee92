package dev.lockkeeper.linux;

import java.io.IOException;

/// The TCP sockets of one network namespace.
interface TcpSockets {
  /// The kernel's numbers of states (`include/net/tcp_states.h`), as node_exporter names them.
  String[] STATES = {
    "unknown",
    "established",
    "syn_sent",
    "syn_recv",
    "fin_wait1",
    "fin_wait2",
    "time_wait",
    "close",
    "close_wait",
    "last_ack",
    "listen",
    "closing",
    "new_syn_recv"
  };

  int ESTABLISHED = 1;
  int LISTEN = 10;

  /// What [#visit] hands every socket to.
  interface Visitor {
    /// @param queue of a listening socket: connections that wait to be accepted
    /// @param limit of a listening socket: how many may wait; negative when not known
    /// @param inode what `/proc/PID/fd` shows as `socket:[inode]`
    void socket(int localPort, int state, long queue, long limit, long inode);
  }

  void visit(Visitor visitor) throws IOException;
}
