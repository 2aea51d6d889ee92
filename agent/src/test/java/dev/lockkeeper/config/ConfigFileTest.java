package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.OwnCountSpec;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.ServiceSpec.DependencySpec;
import dev.lockkeeper.model.ServiceSpec.DrainSpec;
import dev.lockkeeper.model.ServiceSpec.GuardSpec;
import dev.lockkeeper.model.ServiceSpec.VerifySpec;
import dev.lockkeeper.model.TrafficSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Defaults, the full mapping, and what depends on the surroundings.
final class ConfigFileTest {
  private static final Path GOOD = Path.of("src/test/resources/config/good");
  private static final Path TOP = Path.of("..");

  @TempDir Path folder;

  @Test
  void anEmptyFileIsAllDefaults() throws IOException {
    var config = config("");

    assertThat(config.mode()).isEqualTo(Mode.OBSERVE);
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.rules()).containsExactly("rules/*.yml");
    assertThat(config.instance()).isNull();
    assertThat(config.labels()).isEmpty();
    assertThat(config.listen()).hasToString("127.0.0.1:9755");
    assertThat(config.services()).isEmpty();
    assertThat(config.alerts()).isEqualTo(new AlertSettings(Duration.ofMinutes(1), List.of()));
    assertThat(config.dropwizard().server()).isEmpty();
    assertThat(config.dropwizard().logging()).isEmpty();
    assertThat(config.dropwizard().metrics()).isEmpty();
  }

  @Test
  void aServiceWithANameOnlyIsObservedWithDefaults() throws IOException {
    assertThat(config("mode: act\nservices: [ { name: web } ]").services())
        .containsExactly(
            new ServiceSpec(
                "web",
                Mode.OBSERVE,
                null,
                null,
                List.of(),
                List.of(),
                null,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                new DrainSpec(
                    Duration.ofSeconds(60), Duration.ofSeconds(3), DrainSpec.Then.PROCEED),
                new VerifySpec(Duration.ofSeconds(3), Duration.ofSeconds(60), List.of()),
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                new GuardSpec(
                    Duration.ofMinutes(10), 4, Duration.ofHours(24), Duration.ofMinutes(15))));
  }

  @Test
  void everyKeyArrives() {
    var loaded = ConfigFile.load(GOOD.resolve("full.yml"), TestSurroundings.USER);
    assertThat(loaded.problems())
        .allMatch(p -> p.message().startsWith("no `traffic`") || p.path().equals("metrics"));
    var config = loaded.config().orElseThrow();
    var base = GOOD.toAbsolutePath();

    assertThat(config.mode()).isEqualTo(Mode.ACT);
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.instance()).isEqualTo("web1.example.org");
    assertThat(config.labels()).isEqualTo(Map.of("datacenter", "fra1", "rack", "7"));
    assertThat(config.directories())
        .isEqualTo(new Directories(base.resolve("state"), Path.of("/run/lockkeeper-test")));
    assertThat(loaded.directories()).isEqualTo(config.directories());
    assertThat(config.listen()).isEqualTo(new HostAndPort("::1", 9000));
    assertThat(config.dropwizard().server())
        .hasToString("{\"requestLog\":{\"appenders\":[]},\"maxThreads\":20}");
    assertThat(config.dropwizard().logging())
        .hasToString("{\"level\":\"DEBUG\",\"loggers\":{\"dev.lockkeeper\":\"TRACE\"}}");
    assertThat(config.dropwizard().metrics()).hasToString("{\"frequency\":\"1m\"}");
    assertThat(config.alerts())
        .isEqualTo(
            new AlertSettings(
                Duration.ofSeconds(30),
                List.of(
                    new AlertSettings.Alertmanager(
                        List.of(
                            URI.create("http://am1:9093"), URI.create("http://am2:9093/prefix"))),
                    new AlertSettings.Webhook(URI.create("https://hooks.example.org/x?y=z")))));

    assertThat(config.services())
        .extracting(ServiceSpec::name)
        .containsExactly("nginx", "app", "watched");
    assertThat(config.services().get(0))
        .isEqualTo(
            new ServiceSpec(
                "nginx",
                Mode.APPROVE,
                new ControlSpec.Systemd("nginx.service", "unix:path=/run/dbus/other"),
                new ProbeSpec.Http(
                    "http://127.0.0.1:8080/health",
                    List.of(200, 204),
                    Duration.ofMillis(500),
                    Duration.ofMillis(400)),
                List.of(
                    new DependencySpec(
                        "db",
                        new ProbeSpec.Tcp(
                            "10.0.0.9", 5432, Duration.ofSeconds(5), Duration.ofSeconds(1))),
                    new DependencySpec(
                        "auth",
                        new ProbeSpec.Http(
                            "https://auth.example.org/ok",
                            List.of(200),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(1)))),
                List.of(
                    new TrafficSpec.Haproxy("/run/haproxy/admin.sock", "web", "web1", 2),
                    new TrafficSpec.Haproxy(
                        base.resolve("sockets/second.sock").toString(), "api", "web1", 1)),
                new OwnCountSpec.NginxStatus("http://127.0.0.1/nginx_status"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(90),
                new DrainSpec(Duration.ofMinutes(2), Duration.ofSeconds(5), DrainSpec.Then.GIVE_UP),
                new VerifySpec(
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(30),
                    List.of("http://127.0.0.1/", "http://127.0.0.1/a")),
                Duration.ofMinutes(20),
                Duration.ZERO,
                new GuardSpec(
                    Duration.ofMinutes(5), 2, Duration.ofHours(12), Duration.ofMinutes(5))));
    assertThat(config.services().get(1).control())
        .isEqualTo(
            new ControlSpec.Command(
                List.of("app", "-d"),
                List.of("app", "-s", "quit"),
                List.of("app", "-s", "reload"),
                base.resolve("run/app.pid").toString()));
    assertThat(config.services().get(1).mode()).as("the global one").isEqualTo(Mode.ACT);
    // a timeout that nobody set never lets two probes overlap
    assertThat(config.services().get(1).probe())
        .isEqualTo(
            new ProbeSpec.Tcp("localhost", 81, Duration.ofMillis(300), Duration.ofMillis(300)));
    assertThat(config.services().get(2).mode()).isEqualTo(Mode.OBSERVE);
  }

  @Test
  void variablesAreTakenFromTheEnvironmentAndNeverChangeTheForm() throws IOException {
    var environment =
        Map.of("WHO", "a: b, [c]", "EMPTY", "", "SECONDS", "3s", "XDG_RUNTIME_DIR", "/run/user/7");
    var text =
        """
        instance: ${WHO}
        labels: { a: "x${SECONDS}y$${z}", b: "${EMPTY}", c: "${EMPTY:-d}", d: "${NONE:-}", e: $5 }
        interval: ${SECONDS}
        logging: { level: "${LEVEL:-INFO}" }
        """;
    var loaded = load(text, TestSurroundings.user(environment));

    assertThat(loaded.problems()).isEmpty();
    var config = loaded.config().orElseThrow();
    assertThat(config.instance()).isEqualTo("a: b, [c]");
    assertThat(config.labels())
        .isEqualTo(Map.of("a", "x3sy${z}", "b", "", "c", "d", "d", "", "e", "$5"));
    assertThat(config.interval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.dropwizard().logging().path("level").asText()).isEqualTo("INFO");
    assertThat(config.directories())
        .isEqualTo(
            new Directories(
                Path.of("/home/ann/.local/state/lockkeeper"), Path.of("/run/user/7/lockkeeper")));
  }

  @Test
  void directoriesDependOnWhoRunsIt() {
    assertThat(TestSurroundings.root().directories())
        .isEqualTo(new Directories(Path.of("/var/lib/lockkeeper"), Path.of("/run/lockkeeper")));
    assertThat(TestSurroundings.USER.directories())
        .isEqualTo(
            new Directories(
                Path.of("/home/ann/.local/state/lockkeeper"), Path.of("/tmp/lockkeeper-ann")));
    assertThat(TestSurroundings.user(Map.of("XDG_STATE_HOME", "relative")).directories().state())
        .isEqualTo(Path.of("/home/ann/.local/state/lockkeeper"));
    assertThat(Surroundings.ofThisProcess().directories()).isNotNull();
  }

  @Test
  void aBrokenConfigurationAndBrokenRuleFilesAreReportedTogether() throws IOException {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/b.yml"), "groups: [ { nam: x } ]");
    Files.writeString(folder.resolve("rules/a.yml"), "groups: [");
    var loaded = load("mdoe: act\ndirectories: { runtime: r }", TestSurroundings.USER);

    assertThat(loaded.config()).isEmpty();
    assertThat(loaded.directories().runtime()).isEqualTo(folder.resolve("r"));
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.rules().problems())
        .extracting(p -> Path.of(p.file()).getFileName() + ":" + p.line() + ":" + p.column())
        .containsExactly("a.yml:1:10", "b.yml:1:11", "b.yml:1:13");
  }

  @Test
  void aMissingOrUnreadableFileIsAProblem() throws IOException {
    assertThat(ConfigFile.load(folder.resolve("none.yml"), TestSurroundings.USER).problems())
        .hasToString("[" + folder.resolve("none.yml") + ": error: no such file]");
    assertThat(ConfigFile.load(folder, TestSurroundings.USER).problems())
        .hasToString("[" + folder + ": error: is a directory]");
  }

  @Test
  void placesAreFoundByPath() {
    var located = ConfigFile.load(GOOD.resolve("full.yml"), TestSurroundings.USER).located();

    assertThat(located.at("logging.level")).hasToString("Position[line=12, column=10]");
    assertThat(located.at("services[1].probe.every")).hasToString("Position[line=39, column=42]");
    assertThat(located.error("server.maxThreads.deeper[3]", "no").toString())
        .endsWith("full.yml:10:15: error: server.maxThreads.deeper[3]: no");
    assertThat(located.at("nothing.of.this")).hasToString("Position[line=1, column=1]");
  }

  @Test
  void theShippedFilesAreGoodAsTheyAre() {
    var loaded = ConfigFile.load(TOP.resolve("config.yml"), TestSurroundings.USER);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.config().orElseThrow().mode()).isEqualTo(Mode.OBSERVE);
    assertThat(loaded.rules().problems()).isEmpty();
    assertThat(loaded.rules().groups()).isNotEmpty().allMatch(group -> !group.rules().isEmpty());
  }

  /// What the comments teach must be true.
  @Test
  void theExamplesInTheShippedFileWorkWhenUncommented() throws IOException {
    var lines = Files.readAllLines(TOP.resolve("config.yml"));
    var text = new StringBuilder();
    boolean example = false;
    for (var line : lines) {
      example =
          line.startsWith("# services:")
              || line.startsWith("# alerts:")
              || (example && line.startsWith("# "));
      text.append(
              example ? line.substring(2) : line.startsWith("# labels:") ? line.substring(2) : line)
          .append('\n');
    }
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/none-yet.yml"), "");
    var config = config(text.toString());

    assertThat(config.services()).hasSize(1);
    assertThat(config.alerts().to()).hasSize(2);
    assertThat(config.labels()).isNotEmpty();
  }

  private AgentConfig config(String text) throws IOException {
    var loaded = load(text, TestSurroundings.USER);
    assertThat(loaded.problems()).isEmpty();
    return loaded.config().orElseThrow();
  }

  private LoadedConfig load(String text, Surroundings surroundings) throws IOException {
    var file = folder.resolve("config.yml");
    Files.writeString(file, text);
    return ConfigFile.load(file, surroundings);
  }
}
