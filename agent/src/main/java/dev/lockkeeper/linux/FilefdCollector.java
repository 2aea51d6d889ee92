package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;

/// `/proc/sys/fs/file-nr` (proc(5)): open files of the whole machine, and their limit.
final class FilefdCollector extends FileCollector {
  private static final SeriesId ALLOCATED = SeriesId.of("node_filefd_allocated");
  private static final SeriesId MAXIMUM = SeriesId.of("node_filefd_maximum");

  FilefdCollector(Roots roots) {
    super("filefd", roots.proc("sys/fs/file-nr"));
  }

  @Override
  public List<MetricFamily> catalogue() {
    return List.of(
        MetricFamily.gauge("node_filefd_allocated", "File descriptor statistics: allocated."),
        MetricFamily.gauge("node_filefd_maximum", "File descriptor statistics: maximum."));
  }

  @Override
  void parse(Text text, SampleSink sink) throws IOException {
    double allocated = text.number("the number of allocated files");
    text.number("the number of free files");
    double maximum = text.number("the maximum of files");
    sink.sample(ALLOCATED, allocated);
    sink.sample(MAXIMUM, maximum);
  }
}
