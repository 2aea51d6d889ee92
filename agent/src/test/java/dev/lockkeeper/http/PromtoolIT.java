package dev.lockkeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.report.FakeAgent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Prometheus' own tool reads what we write.
class PromtoolIT {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  void promtoolFindsNothingWrongWithTheExposition() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is missing: apt-get install prometheus");
    var process =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try {
      try (var stdin = process.getOutputStream()) {
        var writer = new ExpositionWriter(ExpositionFormat.PROMETHEUS, stdin);
        new FakeAgent().visit(writer);
        writer.finish();
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(said).isEmpty();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
