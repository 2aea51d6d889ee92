package dev.lockkeeper.traffic.haproxy;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.TrafficSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What HAProxy counts of one service's own server, named and labelled as its built-in Prometheus
/// exporter does, with `service`: above all how many answers were errors, and how many requests
/// wait for the server.
///
/// Cost: one connection and one row of 0.5 KB every 5 s. A backend's other servers are asked for
/// only to learn the server's number, at first and when a reload has changed it.
public final class HaproxyServerCollector implements Collector {
  /// What it yields for every service.
  public static final List<MetricFamily> CATALOGUE =
      Stream.concat(
              Stream.of(ServerFigure.STATUS), ServerFigure.ALL.stream().map(ServerFigure::family))
          .distinct()
          .toList();

  /// Rates over a minute need no more, and each question is a connection that HAProxy serves in one
  /// of the threads that serve requests.
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /// As the exporter names them; `show stat` adds words, such as `UP 1/3` or `MAINT (via web/b)`.
  private static final List<String> STATES = List.of("DOWN", "UP", "MAINT", "DRAIN", "NOLB");

  /// What `show stat` says of a server without checks: it takes requests.
  private static final String NO_CHECK = "no check";

  private static final int ALL_SERVERS = -1;

  private final TrafficSpec.Haproxy spec;
  private final Labels labels;
  private final String name;
  private final RuntimeSocket socket;
  private final List<SeriesId> figures = new ArrayList<>();
  private final List<SeriesId> states;

  /// The server's number in its backend, once it is known.
  private int number = ALL_SERVERS;

  public HaproxyServerCollector(String service, TrafficSpec.Haproxy spec) {
    this(service, spec, TIMEOUT);
  }

  HaproxyServerCollector(String service, TrafficSpec.Haproxy spec, Duration timeout) {
    this.spec = spec;
    labels = Labels.of("proxy", spec.backend(), "server", spec.server(), "service", service);
    name = "haproxy/" + service + "/" + spec.backend() + "/" + spec.server();
    socket = new RuntimeSocket(spec.socket(), timeout);
    for (ServerFigure figure : ServerFigure.ALL) {
      Labels own = figure.code().isEmpty() ? labels : labels.with("code", figure.code());
      figures.add(new SeriesId(figure.family().name(), own));
    }
    states =
        STATES.stream()
            .map(state -> new SeriesId(ServerFigure.STATUS.name(), labels.with("state", state)))
            .toList();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<MetricFamily> catalogue() {
    return CATALOGUE;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean mayHang() {
    return true;
  }

  /// Two questions, when the server's number has changed.
  @Override
  public Duration deadline() {
    return TIMEOUT.multipliedBy(2).plusMillis(500);
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    Answer.Row row = row();
    String status = row.text("status");
    for (int state = 0; state < states.size(); state++) {
      String text = STATES.get(state);
      boolean is = status.startsWith(text) || (status.equals(NO_CHECK) && text.equals("UP"));
      sink.sample(states.get(state), is ? 1 : 0);
    }
    for (int i = 0; i < figures.size(); i++) {
      ServerFigure figure = ServerFigure.ALL.get(i);
      OptionalDouble value = row.number(figure.column());
      if (value.isPresent()) {
        sink.sample(figures.get(i), value.getAsDouble() * figure.scale());
      }
    }
  }

  private Answer.Row row() throws IOException {
    if (number != ALL_SERVERS) {
      Answer.Row row = mine(ask(number));
      if (row != null) {
        return row;
      }
    }
    Answer.Row row = mine(ask(ALL_SERVERS));
    if (row == null) {
      throw new IOException(
          "HAProxy at %s has no server %s/%s"
              .formatted(spec.socket(), spec.backend(), spec.server()));
    }
    number = row.count("sid") > 0 ? row.count("sid") : ALL_SERVERS;
    return row;
  }

  /// @param server its number; -1: all
  private List<Answer.Row> ask(int server) throws IOException {
    String text = socket.ask("show stat %s 4 %d".formatted(spec.backend(), server));
    if (text.startsWith("Can't find") || text.startsWith("No such")) {
      throw new IOException(
          "HAProxy at %s has no backend %s".formatted(spec.socket(), spec.backend()));
    }
    return Answer.stat(text);
  }

  private Answer.@Nullable Row mine(List<Answer.Row> rows) {
    for (Answer.Row row : rows) {
      if (row.text("svname").equals(spec.server()) && row.text("pxname").equals(spec.backend())) {
        return row;
      }
    }
    return null;
  }
}
