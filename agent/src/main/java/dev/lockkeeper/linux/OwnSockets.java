package dev.lockkeeper.linux;

import java.io.IOException;
import java.nio.file.Path;

/// The sockets of the agent's own network namespace: by netlink, and from /proc where the kernel or
/// a sandbox refuses that.
final class OwnSockets implements TcpSockets {
  /// After this many refusals in a row it is not tried any more.
  private static final int MOST_REFUSALS = 3;

  private final TcpSockets netlink = new NetlinkSockets();
  private final TcpSockets proc;
  private int refusals;

  /// @param net `/proc/self/net`
  OwnSockets(Path net) {
    proc = new ProcNetTcp(net);
  }

  @Override
  public void visit(Visitor visitor) throws IOException {
    if (refusals < MOST_REFUSALS) {
      boolean[] some = new boolean[1];
      try {
        netlink.visit((port, state, queue, limit, inode) -> {
          some[0] = true;
          visitor.socket(port, state, queue, limit, inode);
        });
        refusals = 0;
        return;
      } catch (IOException refused) {
        refusals++;
        if (some[0]) {
          // Half an answer was handed over: reading on from /proc would count sockets twice.
          throw refused;
        }
      }
    }
    proc.visit(visitor);
  }
}
