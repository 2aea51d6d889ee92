package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.cli.RuleTools;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What every shipped rule must have. That each does what its tests say is for [ShippedRulesIT] and
/// for our own engine.
class ShippedRulesTest {
  private static final Surroundings SURROUNDINGS =
      new Surroundings(Map.of(), false, Path.of("/home/ann"), Path.of("/tmp"), "ann");

  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z]\\w+)` \\| .* \\| (critical|warning) \\|");

  private final Map<String, JsonNode> alerts = ShippedRules.alerts();

  @Test
  void theConfigurationAtTheTopLoadsTheRulesAndNotTheirTests() throws IOException {
    var loaded = ConfigFile.load(Path.of("../config.yml"), SURROUNDINGS);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.rules().problems()).isEmpty();
    assertThat(loaded.rules().texts().keySet())
        .hasSize(ShippedRules.files().size())
        .noneMatch(file -> file.contains("tests"));
    var compiled = RulesChoice.compile(loaded.rules().groups(), loaded.config().orElseThrow());
    assertThat(compiled.problems())
        .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
        .isEmpty();
    assertThat(compiled.rules()).isNotNull();
    System.out.println(
        "shipped rules: %d, with %d cases".formatted(alerts.size(), ShippedRules.cases().size()));
  }

  @Test
  void eachFiresAndDoesNotAsItsTestsSay() throws IOException {
    var request =
        new RuleTools.TestRequest(
            ShippedRules.tests().stream().map(Path::toString).toList(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    RuleTools.Outcome outcome = new RulesTestRun().test(request);
    String said =
        outcome.lines().stream().map(RuleTools.Line::text).collect(Collectors.joining("\n"));
    System.out.println(said);
    assertThat(outcome.fine()).as(said).isTrue();
  }

  @Test
  void eachHasACommentThatSaysWhy() throws IOException {
    for (Path file : ShippedRules.files()) {
      List<String> lines = Files.readAllLines(file);
      for (int line = 1; line < lines.size(); line++) {
        if (lines.get(line).strip().startsWith("- alert:")) {
          assertThat(lines.get(line - 1).strip())
              .as("%s:%d: the line above %s", file, line + 1, lines.get(line).strip())
              .startsWith("# ");
        }
      }
    }
  }

  @Test
  void eachSaysInOneLineWhatIsWrongThenWhatToLookAtAndHowUrgentItIs() {
    alerts.forEach((name, rule) -> {
      JsonNode annotations = rule.path("annotations");
      assertThat(annotations.path("summary").asText()).as(name).isNotBlank().doesNotContain("\n");
      assertThat(annotations.path("description").asText()).as(name).isNotBlank();
      assertThat(rule.path("labels").path("severity").asText())
          .as(name)
          .isIn("critical", "warning");
    });
  }

  @Test
  void eachHasACaseThatFiresItAndACloseOneThatDoesNot() {
    List<ShippedRules.Case> cases = ShippedRules.cases();
    for (String alert : alerts.keySet()) {
      assertThat(cases)
          .as("a case that fires %s", alert)
          .anyMatch(test -> test.alert().equals(alert) && test.fires());
      assertThat(cases)
          .as("a case close to firing %s, by its group's name", alert)
          .anyMatch(test ->
              test.alert().equals(alert)
                  && !test.fires()
                  && test.group().startsWith(alert + " does not fire")
                  && !test.series().isEmpty());
    }
    assertThat(cases).allMatch(test -> alerts.containsKey(test.alert()));
  }

  @Test
  void onlyAHungServerIsRestartedAndWhetherItIsTheConfigurationSays() {
    alerts.forEach((name, rule) -> {
      assertThat(rule.has("mode")).as(name + " sets a mode").isFalse();
      assertThat(rule.path("remedy").asText())
          .as(name)
          .isEqualTo(name.equals("WebServerHung") ? "restart" : "");
    });
  }

  @Test
  void theDocumentedTableHasEachOfThemWithItsSeverityAndNoOther() throws IOException {
    var documented = new TreeMap<String, String>();
    for (String line : Files.readAllLines(Path.of("../docs/rules.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), row.group(2));
      }
    }
    var shipped = new TreeMap<String, String>();
    alerts.forEach(
        (name, rule) -> shipped.put(name, rule.path("labels").path("severity").asText()));
    assertThat(documented).isEqualTo(shipped);
  }
}
