package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is not as the kernel writes it ends in an IOException with file and line, and in nothing
/// else.
class MalformedInputTest {
  private static final SampleSink NOWHERE = (series, value) -> {};
  private static final TcpSockets.Visitor NOBODY = (port, state, queue, limit, inode) -> {};
  private static final Roots ROOTS = new Fixture("web-server").roots();

  @FunctionalInterface
  private interface Parser {
    void parse(Text text) throws IOException;
  }

  private static Map<String, Parser> parsers() {
    var parsers = new LinkedHashMap<String, Parser>();
    var cpu = new CpuCollector(ROOTS);
    var load = new LoadCollector(ROOTS);
    var meminfo = new MeminfoCollector(ROOTS);
    var vmstat = new VmstatCollector(ROOTS);
    var diskstats = new DiskstatsCollector(ROOTS, DiskstatsCollector.DEFAULT_EXCLUDE);
    var netdev = new NetdevCollector(ROOTS, NetdevCollector.DEFAULT_EXCLUDE);
    var netstat = new NetstatCollector(ROOTS);
    var sockstat = new SockstatCollector(ROOTS, 4096);
    var stat = new StatCollector(ROOTS);
    var filefd = new FilefdCollector(ROOTS);
    var filesystem =
        new FilesystemCollector(
            ROOTS,
            mountPoint -> new Statfs.Sizes(0, 0, 0, 0, 0),
            FilesystemCollector.DEFAULT_MOUNT_POINTS_EXCLUDE,
            FilesystemCollector.DEFAULT_TYPES_EXCLUDE);
    var id = SeriesId.of("x");
    parsers.put("stat cpu", text -> cpu.parse(text, NOWHERE));
    parsers.put("stat", text -> stat.parse(text, NOWHERE));
    parsers.put("loadavg", text -> load.parse(text, NOWHERE));
    parsers.put("meminfo", text -> meminfo.parse(text, NOWHERE));
    parsers.put("vmstat", text -> vmstat.parse(text, NOWHERE));
    parsers.put("diskstats", text -> diskstats.parse(text, NOWHERE));
    parsers.put("net/dev", text -> netdev.parse(text, NOWHERE));
    parsers.put("net/netstat", text -> netstat.parse(text, NOWHERE));
    parsers.put("net/snmp", text -> netstat.parse(text, NOWHERE));
    parsers.put("net/snmp6", text -> netstat.parseIpv6(text, NOWHERE));
    parsers.put("net/sockstat", text -> sockstat.parse(text, NOWHERE));
    parsers.put("sys/fs/file-nr", text -> filefd.parse(text, NOWHERE));
    parsers.put("pressure/io", text -> PressureCollector.parse(text, id, id, NOWHERE));
    parsers.put("1/mounts", filesystem::wanted);
    parsers.put("services/101/stat", text -> new ProcessStat().parse(text));
    parsers.put("services/101/schedstat", WatchedThread::parseRunQueue);
    parsers.put("services/101/limits", ProcessFiles::parseMostFiles);
    parsers.put("services/self/net/tcp", text -> ProcNetTcp.parse(text, NOBODY));
    parsers.put("stat btime", BootTime::parse);
    return parsers;
  }

  static Stream<String> names() {
    return parsers().keySet().stream();
  }

  private static byte[] fixture(String name) throws IOException {
    Path file =
        name.startsWith("services/")
            ? new Fixture("services").roots().proc(name.substring("services/".length()))
            : ROOTS.proc(name.split(" ", -1)[0]);
    return Files.readAllBytes(file);
  }

  private static void parseOrComplain(String name, byte[] content, int length) throws IOException {
    Text text = new Text("/proc/" + name).of(content, length);
    try {
      parsers().get(name).parse(text);
    } catch (IOException complaint) {
      assertThat(complaint).hasMessageMatching("(?s)/proc/" + name + ":\\d+: .+");
    } catch (RuntimeException | Error defect) {
      fail(name + " of " + new String(content, 0, length, StandardCharsets.ISO_8859_1), defect);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void theWholeFixtureIsUnderstood(String name) throws IOException {
    byte[] content = fixture(name);
    parsers().get(name).parse(new Text(name).of(content, content.length));
  }

  @ParameterizedTest
  @MethodSource("names")
  void cutAnywhereItIsUnderstoodOrComplainedAbout(String name) throws IOException {
    byte[] content = fixture(name);
    for (int length = 0; length <= content.length; length++) {
      parseOrComplain(name, content, length);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void withAnyByteChangedItIsUnderstoodOrComplainedAbout(String name) throws IOException {
    byte[] content = fixture(name);
    var random = new Random(name.hashCode());
    for (int i = 0; i < 2000; i++) {
      byte[] changed = content.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      parseOrComplain(name, changed, changed.length);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void randomBytesAreUnderstoodOrComplainedAbout(String name) throws IOException {
    var random = new Random(42);
    byte[] alphabet = " \n\t:0123456789abcdefcpu()=.-%\\\0".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2000; i++) {
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      if (i % 2 == 0) {
        for (int at = 0; at < content.length; at++) {
          content[at] = alphabet[Math.floorMod(content[at], alphabet.length)];
        }
      }
      parseOrComplain(name, content, content.length);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loadavg | 0.52 x | :1: the load of 5 minutes is not a number: x",
        "loadavg | 0.52 | :1: the load of 5 minutes is missing",
        "meminfo | MemTotal: 5 MB | :1: a unit other than kB: MB",
        "diskstats | 8 0 sda 1 2 3 | :1: only 3 figures for sda",
        "diskstats | 8 x sda | :1: the device's minor number is not a number: x",
        "net/dev | x | :2: the header is missing",
        "pressure/io | some avg10=0.10 | :1: total is missing",
        "1/mounts | /dev/sda1 / | :1: the file system's type is missing",
      })
  void aComplaintNamesTheLineAndWhatIsWrong(String name, String content, String complaint) {
    assertThatThrownBy(() -> parsers().get(name).parse(Text.of("/proc/" + name, content)))
        .isInstanceOf(IOException.class)
        .hasMessage("/proc/" + name + complaint);
  }

  @Test
  void aDirectoryInAFilesPlaceIsComplainedAboutByName() {
    var file = new ProcFile(ROOTS.proc("net"));
    assertThatThrownBy(file::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(ROOTS.proc("net").toString());
  }
}
