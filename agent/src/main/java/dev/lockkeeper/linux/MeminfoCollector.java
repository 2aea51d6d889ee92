package dev.lockkeeper.linux;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// `/proc/meminfo` (proc(5)): every field is `node_memory_<field>`; those in kB become `_bytes`.
final class MeminfoCollector extends FileCollector {
  private static final int BYTES_PER_KB = 1024;

  /// The fields that kernels have, for the catalogue; others are passed on all the same.
  private static final List<String> KNOWN_BYTES =
      List.of(
              "MemTotal MemFree MemAvailable Buffers Cached SwapCached Active Inactive Active_anon"
                  .split(" "),
              "Inactive_anon Active_file Inactive_file Unevictable Mlocked HighTotal HighFree LowTotal"
                  .split(" "),
              "LowFree SwapTotal SwapFree Zswap Zswapped Dirty Writeback AnonPages Mapped Shmem"
                  .split(" "),
              "KReclaimable Slab SReclaimable SUnreclaim KernelStack ShadowCallStack PageTables"
                  .split(" "),
              "SecPageTables NFS_Unstable Bounce WritebackTmp CommitLimit Committed_AS VmallocTotal"
                  .split(" "),
              "VmallocUsed VmallocChunk Percpu EarlyMemtestBad HardwareCorrupted AnonHugePages"
                  .split(" "),
              "ShmemHugePages ShmemPmdMapped FileHugePages FilePmdMapped CmaTotal CmaFree Unaccepted"
                  .split(" "),
              "Balloon GPUActive GPUReclaim Hugepagesize Hugetlb DirectMap4k DirectMap2M DirectMap4M"
                  .split(" "),
              "DirectMap1G".split(" "))
          .stream()
          .flatMap(Stream::of)
          .toList();

  private static final List<String> KNOWN_COUNTS =
      List.of("HugePages_Total", "HugePages_Free", "HugePages_Rsvd", "HugePages_Surp");

  private record Field(SeriesId plain, SeriesId inBytes) {}

  private final WordMap<Field> fields = new WordMap<>(MeminfoCollector::field);

  MeminfoCollector(Roots roots) {
    super("meminfo", roots.proc("meminfo"));
  }

  @Override
  public List<MetricFamily> catalogue() {
    return Stream.concat(KNOWN_BYTES.stream().map(name -> name + "_bytes"), KNOWN_COUNTS.stream())
        .map(name ->
            MetricFamily.gauge("node_memory_" + name, "Memory information field " + name + "."))
        .toList();
  }

  @Override
  void parse(Text text, SampleSink sink) throws IOException {
    for (; !text.atEnd(); text.nextLine()) {
      if (!text.word(':')) {
        continue;
      }
      Field field = fields.of(text);
      double value = text.number("the field's value");
      if (!text.word()) {
        sink.sample(field.plain, value);
      } else if (text.wordIs("kB")) {
        sink.sample(field.inBytes, value * BYTES_PER_KB);
      } else {
        throw text.malformed("a unit other than kB: " + text.wordText());
      }
    }
  }

  /// `Active(anon)` is `Active_anon`.
  private static Field field(String name) {
    String metric = "node_memory_" + Names.sanitize(name.replace("(", "_").replace(")", ""));
    return new Field(SeriesId.of(metric), SeriesId.of(metric + "_bytes"));
  }
}
