package dev.lockkeeper.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// uname(2): kernel and host name.
final class UnameCollector implements Collector {
  private static final int FIELD_BYTES = 65;
  private static final List<String> LABELS =
      List.of("sysname", "nodename", "release", "version", "machine", "domainname");

  private static final int BYTES = FIELD_BYTES * LABELS.size();

  private final byte[] read = new byte[BYTES];
  private final byte[] known = new byte[BYTES];
  private SeriesId series = SeriesId.of("node_uname_info");

  @Override
  public String name() {
    return "uname";
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        new MetricFamily(
            "node_uname_info",
            MetricFamily.Type.GAUGE,
            "Labeled system information as provided by the uname system call.",
            LABELS));
  }

  @Override
  public void collect(Moment now, SampleSink sink) throws IOException {
    try (var memory = new Memory(BYTES)) {
      memory.clear();
      LibC.uname(memory);
      memory.read(0, read, 0, BYTES);
    } catch (LastErrorException failed) {
      throw new IOException("uname: " + failed.getMessage(), failed);
    }
    // The host name may change while we run.
    if (!Arrays.equals(read, known)) {
      System.arraycopy(read, 0, known, 0, BYTES);
      series = series(known);
    }
    sink.sample(series, 1);
  }

  static SeriesId series(byte[] fields) {
    var labels = new String[LABELS.size() * 2];
    for (int i = 0; i < LABELS.size(); i++) {
      int start = i * FIELD_BYTES;
      int end = start;
      while (end < start + FIELD_BYTES && fields[end] != 0) {
        end++;
      }
      labels[2 * i] = LABELS.get(i);
      labels[2 * i + 1] =
          new String(fields, start, end - start, java.nio.charset.StandardCharsets.UTF_8);
    }
    return SeriesId.of("node_uname_info", labels);
  }
}
