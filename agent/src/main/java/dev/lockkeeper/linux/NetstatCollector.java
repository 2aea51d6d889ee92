package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.NoDataException;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `/proc/net/{netstat,snmp,snmp6}` (proc(5), the kernel's snmp_counter.rst): what IP, TCP, UDP and
/// ICMP did, refused and lost.
final class NetstatCollector implements Collector {
  /// node_exporter's default.
  private static final Pattern WANTED =
      Pattern.compile(
          "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
              + "|Icmp6?_(InMsgs|OutMsgs)"
              + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts)"
              + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
              + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$");

  private static final List<String> KNOWN =
      Stream.of(
              "Icmp6_InErrors Icmp6_InMsgs Icmp6_OutMsgs Icmp_InErrors Icmp_InMsgs Icmp_OutMsgs",
              "Ip6_InOctets Ip6_OutOctets IpExt_InOctets IpExt_OutOctets Ip_Forwarding",
              "TcpExt_ListenDrops TcpExt_ListenOverflows TcpExt_SyncookiesFailed",
              "TcpExt_SyncookiesRecv TcpExt_SyncookiesSent TcpExt_TCPSynRetrans",
              "TcpExt_TCPTimeouts Tcp_ActiveOpens Tcp_CurrEstab Tcp_InErrs Tcp_InSegs",
              "Tcp_OutRsts Tcp_OutSegs Tcp_PassiveOpens Tcp_RetransSegs Udp6_InDatagrams",
              "Udp6_InErrors Udp6_NoPorts Udp6_OutDatagrams Udp6_RcvbufErrors Udp6_SndbufErrors",
              "UdpLite6_InErrors UdpLite_InErrors Udp_InDatagrams Udp_InErrors Udp_NoPorts",
              "Udp_OutDatagrams Udp_RcvbufErrors Udp_SndbufErrors")
          .flatMap(line -> Stream.of(line.split(" ")))
          .toList();

  /// A protocol's fields, by the place they have in its line of names.
  private static final class Protocol {
    final String name;
    final String values;
    final WordMap<Optional<SeriesId>> fields;
    final ArrayList<Optional<SeriesId>> header = new ArrayList<>();

    Protocol(String name) {
      this.name = name;
      values = "a value of " + name;
      fields = new WordMap<>(field -> series(name + "_" + field));
    }
  }

  private final ProcFile netstat;
  private final ProcFile snmp;
  private final ProcFile snmp6;
  private final WordMap<Protocol> protocols = new WordMap<>(Protocol::new);
  private final WordMap<Optional<SeriesId>> ipv6 = new WordMap<>(NetstatCollector::seriesOfIpv6);

  NetstatCollector(Roots roots) {
    netstat = new ProcFile(roots.proc("net/netstat"));
    snmp = new ProcFile(roots.proc("net/snmp"));
    snmp6 = new ProcFile(roots.proc("net/snmp6"));
  }

  @Override
  public String name() {
    return "netstat";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return KNOWN.stream()
        .map(name ->
            MetricFamily.untyped(
                "node_netstat_" + name, "Statistic " + name.replace("_", "") + "."))
        .toList();
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    try {
      parse(netstat.read(), sink);
      parse(snmp.read(), sink);
    } catch (NoSuchFileException absent) {
      throw new NoDataException(absent.getMessage() + " does not exist");
    }
    try {
      parseIpv6(snmp6.read(), sink);
    } catch (NoSuchFileException absent) {
      // IPv6 is switched off
    }
  }

  /// Pairs of lines, `Tcp: Name Name …` and `Tcp: 1 2 …`.
  void parse(Text text, SampleSink sink) throws IOException {
    while (!text.atEnd()) {
      if (!text.word(':')) {
        text.nextLine();
        continue;
      }
      Protocol protocol = protocols.of(text);
      protocol.header.clear();
      while (text.word()) {
        protocol.header.add(protocol.fields.of(text));
      }
      text.nextLine();
      if (!text.word(':') || protocols.of(text) != protocol) {
        throw text.malformed("the values of " + protocol.name + " are missing");
      }
      for (Optional<SeriesId> series : protocol.header) {
        double value = text.number(protocol.values);
        if (series.isPresent()) {
          sink.sample(series.get(), value);
        }
      }
      if (text.word()) {
        throw text.malformed("more values than names for " + protocol.name);
      }
      text.nextLine();
    }
  }

  /// One per line, `Ip6InReceives 12`.
  void parseIpv6(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word()) {
        continue;
      }
      Optional<SeriesId> series = ipv6.of(text);
      double value = text.number("the value");
      if (series.isPresent()) {
        sink.sample(series.get(), value);
      }
    }
  }

  /// `Udp6InErrors` is protocol `Udp6`, field `InErrors`.
  private static Optional<SeriesId> seriesOfIpv6(String name) {
    int six = name.indexOf('6');
    return six < 0
        ? Optional.empty()
        : series(name.substring(0, six + 1) + "_" + name.substring(six + 1));
  }

  private static Optional<SeriesId> series(String name) {
    return WANTED.matcher(name).matches()
        ? Optional.of(SeriesId.of("node_netstat_" + Names.sanitize(name)))
        : Optional.empty();
  }
}
