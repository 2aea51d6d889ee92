package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CpuCollectorTest {
  private static final String IOWAIT = "node_cpu_seconds_total{cpu=\"0\", mode=\"iowait\"}";
  private static final String USER = "node_cpu_seconds_total{cpu=\"0\", mode=\"user\"}";

  private final CpuCollector collector = new CpuCollector(new Fixture("web-server").roots());

  private Samples parse(String line) throws IOException {
    var samples = new Samples();
    collector.parse(Text.of("/proc/stat", line), samples);
    return samples;
  }

  @Test
  void aCounterThatTheKernelLetsGoBackStays() throws IOException {
    parse("cpu0 100 0 100 5000 300 0 0 0 0 0\n");
    assertThat(parse("cpu0 120 0 100 5100 290 0 0 0 0 0\n").value(IOWAIT)).isEqualTo(3);
  }

  @Test
  void aProcessorThatWasOfflineStartsAnew() throws IOException {
    parse("cpu0 100 0 100 5000 300 0 0 0 0 0\n");
    Samples samples = parse("cpu0 1 0 1 50 2 0 0 0 0 0\n");
    assertThat(samples.value(USER)).isEqualTo(0.01);
    assertThat(samples.value(IOWAIT)).isEqualTo(0.02);
  }
}
