package dev.lockkeeper.traffic.haproxy;

import dev.lockkeeper.act.Traffic;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.model.TrafficStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One server behind HAProxy, by the runtime API (management guide, section 9.3).
///
/// A reloaded HAProxy has forgotten every drain, and its old processes finish sessions that the new
/// socket does not show: whoever drains asks and drains again, and watches
/// [TrafficStatus#balancerPid].
///
/// `ready` never says `set server … health up`. The balancer's own checks reach the server by
/// another road than the agent's probe; forced up, a server that only the balancer finds broken
/// would take requests until `fall` checks have failed. The checks go on while a server is drained,
/// so that after a `good_for` of more than `rise` × `inter` nothing is left to wait for.
public final class HaproxyTraffic implements Traffic {
  /// What HAProxy allows in names; anything else could end the command and begin another.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

  private final TrafficSpec.Haproxy spec;
  private final String server;
  private final RuntimeSocket socket;

  public HaproxyTraffic(TrafficSpec.Haproxy spec) {
    this(spec, RuntimeSocket.DEADLINE);
  }

  HaproxyTraffic(TrafficSpec.Haproxy spec, Duration deadline) {
    this.spec = spec;
    this.server = named(spec.backend()) + "/" + named(spec.server());
    this.socket = new RuntimeSocket(spec.socket(), deadline);
  }

  private static String named(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name in HAProxy: '" + name + "'");
    }
    return name;
  }

  @Override
  public String way() {
    return "haproxy " + server;
  }

  /// Other servers count as healthy when their checks pass and nobody has taken them out; backup
  /// servers do not, since they are often just a sorry page.
  @Override
  public TrafficStatus inspect() throws IOException {
    // one connection, so that a reload can't come between: all of it is one process' answer
    String text =
        socket.ask(
            "show info;show servers state %1$s;show stat %1$s 4 -1".formatted(spec.backend()));
    refuse(text);
    ServerView mine = null;
    int others = 0;
    for (ServerView each : servers(text)) {
      if (each.name().equals(spec.server())) {
        mine = each;
      } else if (each.healthy()) {
        others++;
      }
    }
    if (mine == null) {
      throw new IOException("HAProxy at %s has no server %s".formatted(spec.socket(), server));
    }
    return new TrafficStatus(
        way(),
        mine.admin(),
        mine.up(),
        mine.sessions(),
        others,
        spec.minHealthy(),
        Answer.pid(text).orElse(0),
        mine.detail());
  }

  private static List<ServerView> servers(String text) throws IOException {
    List<Answer.Row> stats = Answer.stat(text);
    var views = new ArrayList<ServerView>();
    for (Answer.Row state : Answer.serversState(text)) {
      Answer.Row stat = find(stats, state.text("srv_name"));
      if (stat != null) {
        views.add(ServerView.of(state, stat));
      }
    }
    return views;
  }

  private static Answer.@Nullable Row find(List<Answer.Row> stats, String name) {
    for (Answer.Row row : stats) {
      if (row.text("svname").equals(name)) {
        return row;
      }
    }
    return null;
  }

  /// A server in maintenance is left there: it gets no new requests already, and a drain would undo
  /// what a person did.
  @Override
  public void drain() throws IOException {
    if (inspect().admin() != TrafficStatus.Admin.MAINT) {
      set("drain");
    }
  }

  /// @throws IOException also when the server is in maintenance: the agent never put it there
  @Override
  public void ready() throws IOException {
    TrafficStatus status = inspect();
    if (status.admin() == TrafficStatus.Admin.MAINT) {
      throw new IOException(
          "%s is in maintenance (%s), which Lockkeeper never asks for; whoever did ends it with"
                  .formatted(way(), status.detail())
              + " \"set server %s state ready\"".formatted(server));
    }
    set("ready");
  }

  private void set(String state) throws IOException {
    String answer = socket.ask("set server %s state %s".formatted(server, state));
    if (!answer.isBlank()) {
      refuse(answer);
      throw new IOException(
          "HAProxy at %s did not set %s to %s: %s"
              .formatted(spec.socket(), server, state, Answer.shortened(answer)));
    }
  }

  /// Turns HAProxy's refusals into what a person can do about them.
  private void refuse(String answer) throws IOException {
    String lower =
        answer.substring(0, Math.min(answer.length(), 8 * 1024)).toLowerCase(Locale.ROOT);
    if (lower.contains("permission denied")) {
      throw new IOException(
          "HAProxy's socket %s may not change servers: its \"stats socket\" line needs \"level admin\""
              .formatted(spec.socket()));
    }
    if (lower.contains("no such backend") || lower.contains("can't find backend")) {
      throw new IOException(
          "HAProxy at %s has no backend %s".formatted(spec.socket(), spec.backend()));
    }
    if (lower.contains("no such server")) {
      throw new IOException("HAProxy at %s has no server %s".formatted(spec.socket(), server));
    }
  }
}
