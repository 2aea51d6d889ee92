package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.cli.RuleTools.CheckRequest;
import dev.lockkeeper.cli.RuleTools.Checked;
import dev.lockkeeper.cli.RuleTools.CheckedFile;
import dev.lockkeeper.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rule files against the catalogue as it really is.
class KnownSeriesTest {
  @TempDir Path folder;

  private static Checked check(boolean strict, Path file) {
    return new RulesCheckRun()
        .check(new CheckRequest(List.of(file.toString()), Optional.empty(), strict));
  }

  private CheckedFile check(boolean strict, String text) throws IOException {
    var file = Files.writeString(folder.resolve("rules.yml"), text);
    return check(strict, file).files().getFirst();
  }

  @Test
  void shippedRulesGetNoWarning() {
    var checked = check(true, Path.of("../rules"));
    assertThat(checked.files()).isNotEmpty();
    assertThat(checked.files())
        .flatExtracting(CheckedFile::problems)
        .filteredOn(problem -> !problem.message().contains("looks back"))
        .isEmpty();
  }

  @Test
  void rulesThatPeopleAlreadyHaveForNodeExporterGetNoWarning() {
    var checked = check(true, Path.of("src/test/resources/rules/community"));
    assertThat(checked.files())
        .flatExtracting(CheckedFile::problems)
        // how much is kept is the agent's, not the rules' business here
        .filteredOn(problem -> !problem.message().contains("looks back"))
        .isEmpty();
    assertThat(checked.files()).extracting(CheckedFile::rules).containsExactly(35);
  }

  @Test
  void metricsOfLaterVersionsAreKnown() throws IOException {
    assertThat(
            check(
                    true,
                    """
                    groups:
                      - name: iolock
                        rules:
                          - alert: IoLock
                            expr: sum by (service) (increase(lockkeeper_iolock_victim_seconds_total[5m])) > 10
                          - alert: SlowReads
                            expr: histogram_count(rate(lockkeeper_block_read_seconds_bucket{behind_writes="true"}[5m])) > 0 or rate(lockkeeper_block_read_seconds_sum[5m]) > 0.5
                    """
                        .replace("histogram_count", "sum by (device, le) "))
                .problems())
        .isEmpty();
  }

  @Test
  void aWarningIsAnErrorWhereTheRuleHasARemedyOrStrictIsAsked() throws IOException {
    String rule =
        """
        groups:
          - name: web
            rules:
              - alert: Hung
                expr: probe_sucess == 0
        """;
    assertThat(check(false, rule).problems())
        .singleElement()
        .hasToString(
            folder
                + "/rules.yml:5:15: warning: groups[0].rules[0].expr: unknown metric"
                + " `probe_sucess`; did you mean `probe_success`?");
    assertThat(check(true, rule).problems())
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.ERROR);
    assertThat(check(false, rule + "        remedy: restart\n").problems())
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.ERROR);
  }

  @Test
  void aNameInALaterLineOfABlockIsFoundThere() throws IOException {
    var problems =
        check(
                false,
                """
                groups:
                  - name: web
                    rules:
                      - alert: Busy
                        expr: |
                          sum by (service) (
                            rate(service_cpu_seconds_totl[1m])
                          ) > 2
                """)
            .problems();
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(7);
          assertThat(problem.column()).isEqualTo(18);
        });
  }

  @Test
  void whatCantBeReadIsAProblemOfItsFile() {
    var checked = check(false, Path.of("nowhere.yml"));
    assertThat(checked.files())
        .singleElement()
        .satisfies(file ->
            assertThat(file.problems())
                .singleElement()
                .hasToString("nowhere.yml: error: no such file"));
  }

  @Test
  void notesAreForWhoeverWorksOnTheRulesAndNeverErrors() throws IOException {
    String rule =
        """
        groups:
          - name: web
            rules:
              - alert: Large
                expr: service_resident_memory_bytes > 1GiB
        """;
    assertThat(check(true, rule).problems())
        .extracting(Problem::severity)
        .containsExactly(Problem.Severity.NOTE);
    Path config = Files.writeString(folder.resolve("config.yml"), "rules: [ rules.yml ]\n");
    assertThat(new CheckRun().check(config).problems()).isEmpty();
  }

  @Test
  void aFolderMeansItsRuleFilesAndAPatternThoseThatMatch() throws IOException {
    Files.writeString(folder.resolve("a.yml"), "groups: []\n");
    Files.writeString(folder.resolve("b.yaml"), "groups: []\n");
    Files.writeString(folder.resolve("c.txt"), "no rules\n");
    assertThat(check(false, folder).files())
        .extracting(CheckedFile::name)
        .containsExactly(folder + "/a.yml", folder + "/b.yaml");
    assertThat(check(false, folder.resolve("*.yaml")).files())
        .extracting(CheckedFile::name)
        .containsExactly(folder + "/b.yaml");
    assertThat(check(false, folder.resolve("*.rules")).files().getFirst().problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("no file of that name"));
  }

  @Test
  void labelsOfTheConfigurationAreKnownOnEverySeries() throws IOException {
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: web
            rules:
              - alert: Down
                expr: service_up{datacenter="fra1"} == 0
        """);
    Path config =
        Files.writeString(
            folder.resolve("config.yml"), "labels: { datacenter: fra1 }\nrules: [ rules.yml ]\n");
    var request =
        new CheckRequest(
            List.of(folder.resolve("rules.yml").toString()), Optional.of(config), true);
    assertThat(new RulesCheckRun().check(request).files().getFirst().problems()).isEmpty();
    assertThat(check(false, folder.resolve("rules.yml")).files().getFirst().problems())
        .extracting(Problem::message)
        .containsExactly("`service_up` has no label `datacenter`; there are service");
  }
}
