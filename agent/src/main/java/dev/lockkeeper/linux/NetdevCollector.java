package dev.lockkeeper.linux;

import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `/proc/net/dev` (proc(5)) of the agent's network namespace.
final class NetdevCollector implements Collector {
  /// Debian's default; upstream's node_exporter leaves nothing out.
  static final Pattern DEFAULT_EXCLUDE = Pattern.compile("^lo$");

  private static final int HEADER_LINES = 2;

  /// In the kernel's order.
  private static final String[] FIELDS = {
    "receive_bytes",
    "receive_packets",
    "receive_errs",
    "receive_drop",
    "receive_fifo",
    "receive_frame",
    "receive_compressed",
    "receive_multicast",
    "transmit_bytes",
    "transmit_packets",
    "transmit_errs",
    "transmit_drop",
    "transmit_fifo",
    "transmit_colls",
    "transmit_carrier",
    "transmit_compressed"
  };

  /// Not in the file: packets that no protocol wanted.
  private static final String NO_HANDLER = "receive_nohandler";

  private static final class Device {
    final SeriesId[] series = new SeriesId[FIELDS.length];
    final SeriesId noHandler;
    final ProcFile noHandlerFile;
    final boolean excluded;

    Device(String name, boolean excluded, Path classes) {
      this.excluded = excluded;
      for (int i = 0; i < FIELDS.length; i++) {
        series[i] = SeriesId.of(metric(FIELDS[i]), "device", name);
      }
      noHandler = SeriesId.of(metric(NO_HANDLER), "device", name);
      noHandlerFile = new ProcFile(classes.resolve(name).resolve("statistics/rx_nohandler"));
    }
  }

  private final ProcFile file;
  private final WordMap<Device> devices;

  NetdevCollector(Roots roots, Pattern exclude) {
    file = new ProcFile(roots.proc("net/dev"));
    Path classes = roots.sys("class/net");
    devices = new WordMap<>(name -> new Device(name, exclude.matcher(name).find(), classes));
  }

  @Override
  public String name() {
    return "netdev";
  }

  @Override
  public List<MetricFamily> catalogue() {
    var families = new ArrayList<MetricFamily>();
    for (String field : FIELDS) {
      families.add(family(field));
    }
    families.add(family(NO_HANDLER));
    return families;
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    parse(FileCollector.read(file), sink);
  }

  void parse(Text text, SampleSink sink) throws IOException {
    for (int i = 0; i < HEADER_LINES; i++) {
      if (text.atEnd()) {
        throw text.malformed("the header is missing");
      }
      text.nextLine();
    }
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word(':')) {
        continue;
      }
      Device device = devices.of(text);
      if (device.excluded) {
        continue;
      }
      for (int i = 0; i < FIELDS.length; i++) {
        sink.sample(device.series[i], text.number(FIELDS[i]));
      }
      sampleNoHandler(device, sink);
    }
  }

  private static void sampleNoHandler(Device device, SampleSink sink) throws IOException {
    Text count;
    try {
      count = device.noHandlerFile.read();
    } catch (IOException olderKernelOrGone) {
      return;
    }
    sink.sample(device.noHandler, count.number("the count"));
  }

  private static MetricFamily family(String field) {
    return MetricFamily.counter(metric(field), "Network device statistic " + field + ".", "device");
  }

  private static String metric(String field) {
    return "node_network_" + field + "_total";
  }
}
