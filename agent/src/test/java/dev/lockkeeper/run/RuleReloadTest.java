package dev.lockkeeper.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.series.SeriesStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rule files change in all the ways in which editors and configuration tools change them.
class RuleReloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Long enough for a wrong arrival to be seen, were there one.
  private static final Duration SILENCE = Duration.ofMillis(1200);

  @TempDir Path folder;

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private RuleReload reload;

  private static String rules(String alert) {
    return "groups: [ { name: g, rules: [ { alert: %s, expr: service_up == 0 } ] } ]\n"
        .formatted(alert);
  }

  private void start(String globs) throws Exception {
    Files.writeString(
        folder.resolve("config.yml"),
        "rules: [ %s ]\ndirectories: { state: %s, runtime: %s }\n"
            .formatted(globs, folder.resolve("state"), folder.resolve("run")));
    var loaded = ConfigFile.load(folder.resolve("config.yml"), Surroundings.ofThisProcess());
    var config = loaded.config().orElseThrow();
    reload =
        new RuleReload(
            config,
            loaded.rules(),
            RulesChoice.of(loaded, config),
            new SeriesStore(SeriesStore.Bounds.DEFAULT),
            arrivals::add);
    reload.start();
    // it has looked once, and watches
    var answer = reload.now("the test");
    assertThat(next()).isInstanceOf(RulesRead.Same.class);
    assertThat(answer).isNotDone();
  }

  @AfterEach
  void end() throws IOException {
    if (reload != null) {
      reload.close();
    }
  }

  private RulesRead next() throws InterruptedException {
    var arrival = arrivals.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(arrival).isInstanceOf(Arrival.RulesArrived.class);
    return ((Arrival.RulesArrived) arrival).read();
  }

  private void nothingArrives() throws InterruptedException {
    assertThat(arrivals.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }

  private void arrive(String... alerts) throws InterruptedException {
    assertThat(next())
        .isInstanceOfSatisfying(
            RulesRead.Good.class,
            good ->
                assertThat(good.groups())
                    .flatExtracting(RuleGroupSpec::rules)
                    .extracting(RuleGroupSpec.RuleSpec::alert)
                    .containsExactly(alerts));
  }

  @Test
  void aFileWrittenInPlaceTakesEffect() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    Files.writeString(file, rules("B"));
    arrive("B");
    nothingArrives();
  }

  @Test
  void aRenameOverTheFileTakesEffect() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    var temporary = Files.writeString(folder.resolve(".ansible_tmp_a.yml"), rules("B"));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    arrive("B");
    // the inode is another one now; further changes are seen all the same
    Files.writeString(file, rules("C"));
    arrive("C");
  }

  @Test
  void aChangeThatKeepsSizeAndTimeIsSeen() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, rules("B"));
    Files.setLastModifiedTime(file, time);
    arrive("B");
  }

  @Test
  void anEditorThatMovesTheFileAwayAndWritesANewOneLosesNoRuleInBetween() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("\"*.yml\"".replace("*.yml", "[a-b]*.yml"));
    Files.move(file, folder.resolve("a.yml~"));
    TimeUnit.MILLISECONDS.sleep(150);
    Files.writeString(file, rules("B"));
    arrive("B");
    nothingArrives();
  }

  @Test
  void aSwappedSymlinkOfAConfigurationToolTakesEffect() throws Exception {
    // as Kubernetes mounts a ConfigMap: rules/a.yml -> ..data/a.yml, ..data -> ..2026_1
    var rules = Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(rules.resolve("..2026_1"));
    Files.writeString(rules.resolve("..2026_1/a.yml"), rules("A"));
    Files.createSymbolicLink(rules.resolve("..data"), Path.of("..2026_1"));
    Files.createSymbolicLink(rules.resolve("a.yml"), Path.of("..data/a.yml"));
    start("rules/*.yml");
    for (int i = 2; i < 4; i++) {
      Files.createDirectories(rules.resolve("..2026_" + i));
      Files.writeString(rules.resolve("..2026_" + i + "/a.yml"), rules("A" + i));
      Files.createSymbolicLink(rules.resolve("..data_tmp"), Path.of("..2026_" + i));
      Files.move(
          rules.resolve("..data_tmp"), rules.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      arrive("A" + i);
    }
  }

  @Test
  void aLinkToADirectoryElsewhereThatIsSwappedTakesEffect() throws Exception {
    // as Nix, Capistrano and the like release: current -> releases/2
    for (int i = 1; i < 3; i++) {
      Files.createDirectories(folder.resolve("releases/" + i));
      Files.writeString(folder.resolve("releases/" + i + "/a.yml"), rules("A" + i));
    }
    Files.createSymbolicLink(folder.resolve("current"), folder.resolve("releases/1"));
    start("current/*.yml");
    Files.createSymbolicLink(folder.resolve("next"), folder.resolve("releases/2"));
    Files.move(folder.resolve("next"), folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    arrive("A2");
    Files.writeString(folder.resolve("releases/2/a.yml"), rules("A3"));
    arrive("A3");
  }

  @Test
  void filesThatComeAndGoTakeEffect() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/a.yml"), rules("A"));
    start("rules/*.yml");
    Files.writeString(folder.resolve("rules/b.yml"), rules("B").replace("name: g", "name: h"));
    arrive("A", "B");
    Files.delete(folder.resolve("rules/a.yml"));
    arrive("B");
  }

  @Test
  void aDirectoryThatAppearsLaterIsSeen() throws Exception {
    start("later/rules/*.yml");
    Files.createDirectories(folder.resolve("later/rules"));
    Files.writeString(folder.resolve("later/rules/a.yml"), rules("A"));
    arrive("A");
  }

  @Test
  void aDirectoryReplacedByAnotherOfItsNameIsSeen() throws Exception {
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules/a.yml"), rules("A"));
    Files.createDirectories(folder.resolve("new"));
    Files.writeString(folder.resolve("new/a.yml"), rules("B"));
    start("rules/*.yml");
    Files.move(folder.resolve("rules"), folder.resolve("old"));
    Files.move(folder.resolve("new"), folder.resolve("rules"));
    arrive("B");
    Files.writeString(folder.resolve("rules/a.yml"), rules("C"));
    arrive("C");
  }

  @Test
  void aFileThatIsStillBeingWrittenIsNotTaken() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    byte[] text = rules("Better").getBytes(StandardCharsets.UTF_8);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      for (byte one : text) {
        channel.write(java.nio.ByteBuffer.wrap(new byte[] {one}));
        TimeUnit.MILLISECONDS.sleep(3);
      }
    }
    arrive("Better");
  }

  @Test
  void aTouchedFileChangesNothing() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    Files.writeString(file, rules("A"));
    nothingArrives();
  }

  @Test
  void aBrokenFileIsToldOnceWithItsPlaceAndAgainOnlyWhenItIsBrokenInAnotherWay() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    Files.writeString(file, rules("A").replace("service_up == 0", "sum by ("));
    assertThat(next())
        .isInstanceOfSatisfying(
            RulesRead.Broken.class,
            broken ->
                assertThat(broken.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.line()).isEqualTo(1))
                    .extracting(Problem::column)
                    .isNotEqualTo(0));
    Files.writeString(folder.resolve("other"), "no rule file");
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
    nothingArrives();
    Files.writeString(file, rules("A").replace("service_up == 0", ")"));
    assertThat(next()).isInstanceOf(RulesRead.Broken.class);
    Files.writeString(file, rules("A"));
    assertThat(next()).isEqualTo(new RulesRead.Same(1));
  }

  @Test
  void anOrderIsAnsweredAtOnceThoughTheFileLooksHalfDone() throws Exception {
    var file = Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    Files.writeString(file, "groups: [");
    CompletableFuture<Answer> answer = reload.now("the test");
    RulesRead read = next();
    assertThat(read).isInstanceOf(RulesRead.Broken.class);
    assertThat(answer).isNotDone(); // the loop answers
  }

  @Test
  void aConfigurationFileThatChangedIsToldUntilItIsAsItWas() throws Exception {
    Files.writeString(folder.resolve("a.yml"), rules("A"));
    start("a.yml");
    var config = folder.resolve("config.yml");
    String text = Files.readString(config);
    Files.writeString(config, text + "mode: act\n");
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> String.join("", reload.problems()).contains("next start"));
    Files.writeString(config, text);
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(() -> reload.problems().isEmpty());
    assertThat(List.copyOf(arrivals)).isEmpty();
  }
}
