package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.NoDataException;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;

/// `/proc/net/sockstat` and `sockstat6` (proc(5)): sockets by protocol and state.
final class SockstatCollector implements Collector {
  /// For the catalogue; others are passed on all the same.
  private static final List<String> KNOWN =
      List.of(
          "TCP_inuse",
          "TCP_orphan",
          "TCP_tw",
          "TCP_alloc",
          "TCP_mem",
          "TCP_mem_bytes",
          "UDP_inuse",
          "UDP_mem",
          "UDP_mem_bytes",
          "UDPLITE_inuse",
          "RAW_inuse",
          "FRAG_inuse",
          "FRAG_memory",
          "TCP6_inuse",
          "UDP6_inuse",
          "UDPLITE6_inuse",
          "RAW6_inuse",
          "FRAG6_inuse",
          "FRAG6_memory");

  /// @param inBytes for `mem`, which is in pages
  private record Figure(SeriesId series, SeriesId inBytes, boolean pages) {}

  private static final class Protocol {
    final WordMap<Figure> figures;

    Protocol(String name) {
      figures = new WordMap<>(state -> figure(name, state));
    }
  }

  private final ProcFile ipv4;
  private final ProcFile ipv6;
  private final long pageBytes;
  private final WordMap<Protocol> protocols = new WordMap<>(Protocol::new);

  SockstatCollector(Roots roots, long pageBytes) {
    ipv4 = new ProcFile(roots.proc("net/sockstat"));
    ipv6 = new ProcFile(roots.proc("net/sockstat6"));
    this.pageBytes = pageBytes;
  }

  @Override
  public String name() {
    return "sockstat";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return Stream.concat(
            Stream.of(
                MetricFamily.gauge("node_sockstat_sockets_used", "Number of IPv4 sockets in use.")),
            KNOWN.stream()
                .map(name -> {
                  int cut = name.indexOf('_');
                  return MetricFamily.gauge(
                      "node_sockstat_" + name,
                      "Number of "
                          + name.substring(0, cut)
                          + " sockets in state "
                          + name.substring(cut + 1)
                          + ".");
                }))
        .toList();
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    boolean some = parse(ipv4, sink);
    some |= parse(ipv6, sink);
    if (!some) {
      throw new NoDataException(ipv4.path() + " does not exist");
    }
  }

  private boolean parse(ProcFile file, SampleSink sink) throws IOException {
    try {
      parse(file.read(), sink);
      return true;
    } catch (NoSuchFileException absent) {
      // IPv6 is switched off, or IPv4 is not built in
      return false;
    }
  }

  void parse(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word(':')) {
        continue;
      }
      Protocol protocol = protocols.of(text);
      while (text.word()) {
        Figure figure = protocol.figures.of(text);
        double value = text.number("the number of sockets");
        sink.sample(figure.series, value);
        if (figure.pages) {
          sink.sample(figure.inBytes, value * pageBytes);
        }
      }
    }
  }

  private static Figure figure(String protocol, String state) {
    String metric = "node_sockstat_" + Names.sanitize(protocol + "_" + state);
    return new Figure(SeriesId.of(metric), SeriesId.of(metric + "_bytes"), state.equals("mem"));
  }
}
