package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockkeeper.lab.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shipped rules, without our own keys, in Prometheus' own tool: what they say there they must
/// say here.
class ShippedRulesIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void prometheusFindsThemRightAndTheyFireThereAsTheirTestsSay() throws Exception {
    Path promtool = Program.find("promtool").orElse(null);
    assumeTrue(promtool != null, "promtool is missing: apt-get install prometheus");
    ShippedRules.writePlain(folder);

    Program.Result checked = promtool(promtool, "check", ShippedRules.files(), folder);
    assertThat(checked.exit()).as(checked.output()).isZero();

    Program.Result tested =
        promtool(promtool, "test", ShippedRules.tests(), folder.resolve("tests"));
    assertThat(tested.exit()).as(tested.output()).isZero();
    assertThat(tested.output().lines().filter(line -> line.strip().equals("SUCCESS")))
        .hasSize(ShippedRules.tests().size());
    System.out.println(
        "shipped rules in promtool: %d test files, %d cases, all as here"
            .formatted(ShippedRules.tests().size(), ShippedRules.cases().size()));
  }

  private static Program.Result promtool(
      Path promtool, String what, List<Path> files, Path written) {
    var command = new ArrayList<>(List.of(promtool.toString(), what, "rules"));
    files.forEach(file -> command.add(written.resolve(file.getFileName()).toString()));
    return Program.run(LONG, command);
  }
}
