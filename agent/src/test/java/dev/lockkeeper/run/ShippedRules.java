package dev.lockkeeper.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rule files of the repository and their tests, as text and as YAML.
final class ShippedRules {
  static final Path FOLDER = Path.of("../rules");
  static final Path TESTS = FOLDER.resolve("tests");
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  private ShippedRules() {}

  static List<Path> files() {
    return yaml(FOLDER);
  }

  static List<Path> tests() {
    return yaml(TESTS);
  }

  private static List<Path> yaml(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(Path file) {
    try {
      return YAML.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Alerting rules by name, of all files.
  static Map<String, JsonNode> alerts() {
    var alerts = new TreeMap<String, JsonNode>();
    for (Path file : files()) {
      for (JsonNode group : read(file).path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          if (rule.has("alert")) {
            JsonNode before = alerts.put(rule.path("alert").asText(), rule);
            if (before != null) {
              throw new IllegalStateException("two rules " + rule.path("alert"));
            }
          }
        }
      }
    }
    return alerts;
  }

  /// A case: one look at one alert at one time.
  ///
  /// @param series names and labels of its group's input
  record Case(String group, String alert, boolean fires, List<String> series) {}

  static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (Path file : tests()) {
      for (JsonNode group : read(file).path("tests")) {
        var series = new ArrayList<String>();
        group.path("input_series").forEach(input -> series.add(input.path("series").asText()));
        for (JsonNode test : group.path("alert_rule_test")) {
          cases.add(
              new Case(
                  group.path("name").asText(),
                  test.path("alertname").asText(),
                  !test.path("exp_alerts").isEmpty(),
                  series));
        }
      }
    }
    return cases;
  }

  /// Writes rule and test files for programs that know Prometheus' keys only.
  static void writePlain(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("tests"));
    for (Path file : files()) {
      JsonNode root = read(file);
      for (JsonNode group : root.path("groups")) {
        for (JsonNode rule : group.path("rules")) {
          ((ObjectNode) rule).remove(List.of("remedy", "mode"));
        }
      }
      YAML.writeValue(folder.resolve(file.getFileName()).toFile(), root);
    }
    for (Path file : tests()) {
      JsonNode root = read(file);
      for (JsonNode group : root.path("tests")) {
        ((ObjectNode) group).remove("exp_remedies");
        for (JsonNode test : group.path("alert_rule_test")) {
          ((ObjectNode) test).remove("exp_remedies");
        }
      }
      YAML.writeValue(folder.resolve("tests").resolve(file.getFileName()).toFile(), root);
    }
  }
}
