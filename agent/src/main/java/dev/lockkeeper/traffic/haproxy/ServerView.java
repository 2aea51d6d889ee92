package dev.lockkeeper.traffic.haproxy;

import dev.lockkeeper.model.TrafficStatus;
import java.io.IOException;

/// One server of a backend, from its rows in `show servers state` and `show stat`. The first knows
/// what was asked of it even while it is down; the second how many requests it has.
///
/// @param name as HAProxy's configuration has it
/// @param admin what was last asked of it, by anyone: the runtime API, the configuration, an agent
///   check (both drain by weight 0 too)
/// @param up its checks pass, or it has none
/// @param backup used only while no other server is; often a sorry page
/// @param sessions requests at the server and in its queue
/// @param detail the balancer's words
record ServerView(
    String name,
    TrafficStatus.Admin admin,
    boolean up,
    boolean backup,
    int sessions,
    String detail) {

  /// Bits of `srv_admin_state` (management guide, `show servers state`): forced maintenance 0x01,
  /// inherited from a tracked server 0x02, by configuration 0x04, by DNS resolution 0x20 and of a
  /// host name 0x40.
  private static final int MAINTENANCE = 0x01 | 0x02 | 0x04 | 0x20 | 0x40;

  /// Forced drain 0x08, inherited 0x10.
  private static final int DRAIN = 0x08 | 0x10;

  /// `srv_op_state`: 1 starting (slow start, takes requests), 2 running. Not: 0 stopped, 3 stopping
  /// (soft stop, such as `disable-on-404`).
  private static final int STARTING = 1;

  private static final int RUNNING = 2;

  static ServerView of(Answer.Row state, Answer.Row stat) throws IOException {
    int bits = state.count("srv_admin_state");
    int operational = state.count("srv_op_state");
    int weight = state.count("srv_uweight");
    String status = stat.text("status");
    String check = stat.text("check_status");
    return new ServerView(
        state.text("srv_name"),
        admin(bits, weight),
        operational == STARTING || operational == RUNNING,
        stat.count("bck") > 0,
        add(stat.count("scur"), stat.count("qcur")),
        detail(status, bits, weight, check));
  }

  private static TrafficStatus.Admin admin(int bits, int weight) {
    if ((bits & MAINTENANCE) != 0) {
      return TrafficStatus.Admin.MAINT;
    }
    return (bits & DRAIN) != 0 || weight == 0
        ? TrafficStatus.Admin.DRAIN
        : TrafficStatus.Admin.READY;
  }

  private static String detail(String status, int bits, int weight, String check) {
    var detail = new StringBuilder(status.isEmpty() ? "no status" : status);
    if ((bits & DRAIN) != 0 && !status.startsWith("DRAIN")) {
      detail.append(", drained");
    }
    if (bits == 0 && weight == 0) {
      detail.append(", weight 0");
    }
    return check.isEmpty() ? detail.toString() : detail.append(", check ").append(check).toString();
  }

  /// Whether it takes new requests in ordinary traffic.
  boolean healthy() {
    return up && !backup && admin == TrafficStatus.Admin.READY;
  }

  private static int add(int sessions, int queued) {
    return (int) Math.min((long) sessions + queued, Integer.MAX_VALUE);
  }
}
