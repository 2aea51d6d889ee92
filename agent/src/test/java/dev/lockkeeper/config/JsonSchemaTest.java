package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The schemas that editors use, before a validator that is not ours. After a change that is meant,
/// `mvn test -Dtest=JsonSchemaTest -Dgolden.write=true` writes them anew.
class JsonSchemaTest {
  private static final Path TOP = Path.of("..");
  private static final Path FOLDER = TOP.resolve("docs/schema");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  private static List<String> problems(String schema, String yaml) throws IOException {
    var validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
    JsonNode document = YAML.readTree(yaml);
    return validator.validate(document).stream().map(ValidationMessage::getMessage).toList();
  }

  @ParameterizedTest
  @CsvSource({"config", "rules", "rule-tests"})
  void whatIsCommittedIsWhatTheCodeGives(String name) throws IOException {
    String schema = schema(name);
    Path file = FOLDER.resolve(name + ".schema.json");
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, schema);
    }
    assertThat(file).hasContent(schema);
  }

  private static String schema(String name) {
    return switch (name) {
      case "config" -> JsonSchema.ofConfig();
      case "rules" -> JsonSchema.ofRules();
      case "rule-tests" -> JsonSchema.ofRuleTests();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String schemaOf(String text) {
    return Pattern.compile("(?m)^(rule_files|tests):").matcher(text).find()
        ? "rule-tests"
        : Pattern.compile("(?m)^groups:").matcher(text).find() ? "rules" : "config";
  }

  record Example(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// Every shipped file, every example of the documentation, and what other tests read as good.
  static Stream<Example> goodFiles() throws IOException {
    var files = new ArrayList<Example>();
    files.add(new Example("config.yml", Files.readString(TOP.resolve("config.yml"))));
    for (var folder :
        List.of(
            TOP.resolve("rules"),
            TOP.resolve("rules/tests"),
            Path.of("src/test/resources/rules/community"))) {
      try (var listing = Files.newDirectoryStream(folder, "*.yml")) {
        for (Path file : listing) {
          files.add(new Example(file.toString(), Files.readString(file)));
        }
      }
    }
    for (String document : List.of("docs/configuration.md", "docs/rules.md")) {
      var blocks = BLOCK.matcher(Files.readString(TOP.resolve(document)));
      while (blocks.find()) {
        files.add(new Example(document, blocks.group(1)));
      }
    }
    return files.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodFiles")
  void shippedFilesAndDocumentedExamplesAreValid(Example file) throws IOException {
    assertThat(problems(schema(schemaOf(file.text())), file.text())).isEmpty();
  }

  @Test
  void shippedFilesNameTheirSchema() throws IOException {
    for (var file : goodFiles().toList()) {
      Path path =
          file.name().equals("config.yml") ? TOP.resolve("config.yml") : Path.of(file.name());
      if (!path.startsWith(TOP)) {
        continue;
      }
      String first = file.text().lines().findFirst().orElse("");
      assertThat(first).as(path.toString()).startsWith("# yaml-language-server: $schema=");
      assertThat(path.resolveSibling(first.substring(first.indexOf('=') + 1))).exists();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "intervall: 1s | intervall",
        "interval: 1 | interval",
        "interval: 1 s | interval",
        "interval: 1s1h | interval",
        "interval: ${INTERVAL} | ",
        "interval: 1h1m1s5ms | ",
        "mode: atc | mode",
        "mode: ${MODE:-observe} | ",
        "rules: rules/*.yml | rules",
        "labels: [a] | labels",
        "labels: { rack: 5 } | ",
        "server: { listen: 9755 } | listen",
        "server: { listen: \"127.0.0.1:9755\", gzip: { enabled: false } } | ",
        "history: { keep: 24h, at_most: 64MiB } | ",
        "history: { at_most: 64 } | at_most",
        "fleet: { group: web } | fleet",
        "services: [ { mode: act } ] | name",
        "services: [ { name: \"a b\" } ] | name",
        "services: [ { name: a, control: { systemd: a, command: {} } } ] | oneOf",
        "services: [ { name: a, control: { command: { start: [a], stop: [a] } } } ] | pid_file",
        "services: [ { name: a, control: { command: { start: a, stop: [a], pid_file: x } } } ] |"
            + " start",
        "services: [ { name: a, probe: { every: 1s } } ] | http",
        "services: [ { name: a, probe: { tcp: \"db:5432\", status: [ 99 ] } } ] | status",
        "services: [ { name: a, traffic: [ { haproxy: { socket: /x } } ] } ] | server",
        "services: [ { name: a, guards: { budget: { remediations: 0 } } } ] | remediations",
        "services: [ { name: a, guards: { budget: { remediations: \"${N}\" } } } ] | ",
        "services: [ { name: a, drain: { then: wait } } ] | then",
        "alerts: { to: [ { webhook: { url: ftp://x } } ] } | url",
        "alerts: { to: [ { alertmanager: {} } ] } | urls",
        "alerts: { to: [ {} ] } | oneOf",
      })
  void brokenConfigurationsAreNot(String yaml, String about) throws IOException {
    assertAbout(JsonSchema.ofConfig(), yaml, about);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "group: [] | group",
        "groups: [ { rules: [] } ] | name",
        "groups: [ { name: a, interval: 15 } ] | interval",
        "groups: [ { name: a, interval: 0 } ] | ",
        "groups: [ { name: a, limit: many } ] | limit",
        "groups: [ { name: a, rules: [ { alert: A } ] } ] | expr",
        "groups: [ { name: a, rules: [ { expr: up } ] } ] | oneOf",
        "groups: [ { name: a, rules: [ { alert: A, record: b, expr: up } ] } ] | oneOf",
        "groups: [ { name: a, rules: [ { alert: A, expr: 1, for: 5m } ] } ] | ",
        "groups: [ { name: a, rules: [ { alert: A, expr: up, for: 5 } ] } ] | for",
        "groups: [ { name: a, rules: [ { alert: A, expr: up, for: \"${X}\" } ] } ] | for",
        "groups: [ { name: a, rules: [ { alert: A, expr: up, remedy: reboot } ] } ] | remedy",
        "groups: [ { name: a, rules: [ { alert: A, expr: up, anotations: {} } ] } ] | anotations",
        "groups: [ { name: a, rules: [ { alert: A, expr: up, labels: { a: [b] } } ] } ] | labels",
      })
  void brokenRuleFilesAreNot(String yaml, String about) throws IOException {
    assertAbout(JsonSchema.ofRules(), yaml, about);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      value = {
        "tests: [ { input_series: [ { series: up } ] } ] | values",
        "tests: [ { alert_rule_test: [ { alertname: A } ] } ] | eval_time",
        "tests: [ { alert_rule_test: [ { alertname: A, eval_time: 5 } ] } ] | eval_time",
        "tests: [ { alert_rule_test: [ { alertname: A, eval_time: 0, exp_alert: [] } ] } ] |"
            + " exp_alert",
        "tests: [ { alert_rule_test: [ { alertname: A, eval_time: 5m, exp_remedies: [ { service: a"
            + " } ] } ] } ] | remedy",
        "fuzzy_compare: maybe | fuzzy_compare",
      })
  void brokenRuleTestsAreNot(String yaml, String about) throws IOException {
    assertAbout(JsonSchema.ofRuleTests(), yaml, about);
  }

  private static void assertAbout(String schema, String yaml, String about) throws IOException {
    var problems = problems(schema, yaml);
    if (about == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(String.join("\n", problems)).contains(about.equals("oneOf") ? "one" : about);
    }
  }

  @Test
  void everyKeySaysWhatItIsFor() throws IOException {
    for (String schema :
        List.of(JsonSchema.ofConfig(), JsonSchema.ofRules(), JsonSchema.ofRuleTests())) {
      assertDescribed(new ObjectMapper().readTree(schema), "");
    }
  }

  private static void assertDescribed(JsonNode schema, String path) {
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          String at = path + "." + property.getKey();
          assertThat(property.getValue().path("description").asText()).as(at).isNotEmpty();
          assertDescribed(property.getValue(), at);
          assertDescribed(property.getValue().path("items"), at + "[]");
        });
  }
}
