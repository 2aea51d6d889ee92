package dev.lockkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.cli.Parts.Checked;
import dev.lockkeeper.control.ControlClient;
import dev.lockkeeper.control.ControlServer;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.report.DocumentText;
import dev.lockkeeper.report.FakeAgent;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What operators read, word for word, over a real control socket. The expected texts are in
/// `src/test/resources/cli`; after a change that is meant, `mvn test -Dtest=LockkeeperTest
/// -Dgolden.write=true` writes them anew.
class LockkeeperTest {
  @TempDir Path folder;
  private final FakeAgent agent = new FakeAgent();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private ControlServer server;
  private boolean colours;

  @BeforeEach
  void start() throws IOException {
    server = ControlServer.start(folder, agent, agent);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int execute(String... arguments) {
    var parts =
        new Parts(
            config -> config.endsWith("good.yml") ? 0 : 1,
            config ->
                new Checked(
                    config.endsWith("good.yml")
                        ? List.of()
                        : List.of(
                            Problem.error("bad.yml", 3, 7, "services[0].mode", "unknown \"atc\""),
                            new Problem(
                                Problem.Severity.WARNING,
                                "rules/a.yml",
                                5,
                                1,
                                "",
                                "no such metric")),
                    List.of("2 services, 12 rules")),
            new RuleTools(
                LockkeeperTest::checkRules,
                request -> new RuleTools.Outcome(List.of(), Map.of(), true),
                request -> Backtests.answer(request)),
            _ -> new ControlClient(folder),
            "0.1.0",
            Path.of("config.yml"));
    var terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(err),
            colours,
            100,
            InstantSource.fixed(FakeAgent.NOW),
            ZoneId.of("Europe/Berlin"));
    int status = Lockkeeper.execute(parts, terminal, arguments);
    terminal.out().flush();
    terminal.err().flush();
    return status;
  }

  private static RuleTools.Checked checkRules(RuleTools.CheckRequest request) {
    return new RuleTools.Checked(
        request.files().stream().map(name -> checked(name, request.strict())).toList());
  }

  private static RuleTools.CheckedFile checked(String name, boolean strict) {
    if (name.startsWith("good")) {
      return new RuleTools.CheckedFile(name, 1, 1, "groups: []\n", List.of());
    }
    return new RuleTools.CheckedFile(
        name,
        1,
        3,
        "groups:\n\t- name: x\n      expr: " + "service_up + ".repeat(20) + "servce_up\n",
        List.of(
            new Problem(
                strict ? Problem.Severity.ERROR : Problem.Severity.WARNING,
                name,
                2,
                2,
                "groups[0]",
                "odd"),
            new Problem(Problem.Severity.NOTE, name, 2, 0, "", "worth knowing"),
            Problem.error(name, 3, 273, "expr", "unknown metric `servce_up`"),
            Problem.error(name, 0, 0, "", "can't be read further")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "help                  | 0 | --help",
        "help-drain            | 0 | drain --help",
        "help-incidents        | 0 | incidents --help",
        "status                | 1 | status",
        "status-json           | 1 | status --json",
        "services              | 1 | services",
        "incidents             | 0 | incidents",
        "incidents-json        | 0 | incidents --json",
        "incident              | 0 | incidents web1-20261123-181530",
        "incident-unknown      | 1 | incidents none",
        "query                 | 0 | query service_up",
        "query-json            | 0 | query --json service_up",
        "query-wrong           | 1 | query )(",
        "drain                 | 0 | drain web1",
        "drain-json            | 0 | drain web1 --json",
        "check-good            | 0 | check --config good.yml",
        "check-bad             | 1 | check --config bad.yml",
        "check-bad-json        | 1 | check --config bad.yml --json",
        "usage-none            | 2 | ",
        "usage-unknown-command | 2 | statsu",
        "usage-unknown-option  | 2 | status --jsn",
        "usage-no-service      | 2 | drain",
        "usage-two-services    | 2 | drain web1 web2",
        "help-rules            | 0 | rules --help",
        "help-rules-backtest   | 0 | rules backtest --help",
        "usage-rules           | 2 | rules",
        "usage-no-rule-file    | 2 | rules check",
        "usage-no-history      | 2 | rules backtest a.yml b.yml",
        "backtest              | 0 | rules backtest good.yml --from history",
        "backtest-ascii        | 0 | rules backtest good.yml --from history --ascii",
        "backtest-json         | 0 | rules backtest good.yml --from history --json",
        "backtest-quiet        | 0 | rules backtest quiet.yml --from history",
        "backtest-broken       | 1 | rules backtest bad.yml --from history",
        "backtest-unreachable  | 1 | rules backtest good.yml --prometheus http://prom:9090",
        "rules-check-good      | 0 | rules check good.yml",
        "rules-check-bad       | 1 | rules check good.yml bad.yml",
        "rules-check-strict    | 1 | rules check --strict bad.yml",
        "rules-check-json      | 1 | rules check --json bad.yml",
        "explain-unknown       | 1 | rules explain Nothing",
        "version               | 0 | --version"
      })
  void everyCommandPrintsWhatIsOnRecord(String name, int status, String arguments)
      throws IOException {
    assertThat(execute(arguments == null ? new String[0] : arguments.split(" +")))
        .isEqualTo(status);
    assertOnRecord(name);
  }

  private void assertOnRecord(String name) throws IOException {
    String text = out + (err.toString().isEmpty() ? "" : "--- standard error\n" + err);
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(Path.of("src/test/resources/cli", name + ".txt"), text);
      return;
    }
    try (var stream = LockkeeperTest.class.getResourceAsStream("/cli/" + name + ".txt")) {
      assertThat(stream).as("the record %s.txt", name).isNotNull();
      assertThat(text).isEqualTo(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aRefusedOrderIsSaidOnStandardErrorAndEndsWithOne() {
    agent.answer = CompletableFuture.completedFuture(Answer.refused("no service is called web9"));
    assertThat(execute("drain", "web9")).isEqualTo(1);
    assertThat(err).hasToString("Refused: no service is called web9\n");
    assertThat(execute("drain", "web9", "--json")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "services", "incidents", "resume", "pause"})
  void withoutAnAgentEveryCommandEndsWithTwoAndSaysWhere(String command) {
    server.close();
    assertThat(execute(command)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("lockkeeper: no agent runs here")
        .contains("control.sock");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void runHandsItsConfigurationOn() {
    assertThat(execute("run", "--config", "good.yml")).isEqualTo(0);
    assertThat(execute("run")).isEqualTo(1);
  }

  @Test
  void aReasonForAPauseReachesTheAgentWhole() {
    execute("pause", "disk change until 14:00");
    execute("pause");
    assertThat(agent.orders).containsExactly("pause disk change until 14:00", "pause ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "services", "incidents", "query up", "drain web1", "check"})
  void jsonIsOneDocumentWithoutColours(String command) {
    colours = true;
    execute((command + " --json").split(" "));
    assertThat(DocumentText.read(out.toString())).isInstanceOf(Map.class);
    assertThat(out.toString()).doesNotContain("\u001b");
  }

  @Test
  void coloursAreOnlyForATerminal() {
    execute("status");
    assertThat(out.toString()).doesNotContain("\u001b");
    colours = true;
    execute("status");
    assertThat(out.toString()).contains("\u001b[31;1mfiring\u001b[0m");
  }

  @Test
  void everyCommandsHelpShowsAnExample() {
    for (var command : Commands.ALL) {
      assertHelpShowsAnExample(command.name());
      for (var inner : command.inner()) {
        assertHelpShowsAnExample(command.name(), inner.name());
      }
    }
  }

  private void assertHelpShowsAnExample(String... words) {
    out.getBuffer().setLength(0);
    var arguments = Arrays.copyOf(words, words.length + 1);
    arguments[words.length] = "--help";
    assertThat(execute(arguments)).isEqualTo(0);
    assertThat(out.toString())
        .contains("Example")
        .contains("lockkeeper " + String.join(" ", words));
  }
}
