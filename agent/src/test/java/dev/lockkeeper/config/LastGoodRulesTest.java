package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.config.RuleFilesResult.Source;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastGoodRulesTest {
  private static final String FIRST =
      "groups: [ { name: first, rules: [ { alert: A, expr: up } ] } ]";
  private static final String SECOND = FIRST.replace("first", "second");

  @TempDir Path state;
  private LastGoodRules lastGood;

  @BeforeEach
  void anAgentThatStarts() {
    lastGood = new LastGoodRules(state.resolve("not/there/yet"));
  }

  @Test
  void goodFilesAreUsedAndRemembered() {
    assertThat(choose(FIRST).source()).isEqualTo(Source.CURRENT);
    assertThat(choose(SECOND).groups()).extracting(RuleGroupSpec::name).containsExactly("second");
    var broken = choose("groups: [");

    assertThat(broken.usedLastGood()).isTrue();
    assertThat(broken.groups()).extracting(RuleGroupSpec::name).containsExactly("second");
    assertThat(broken.groups().get(0).file()).isEqualTo("rules/a.yml");
    assertThat(broken.problems())
        .extracting(Problem::message)
        .hasSize(2)
        .last()
        .asString()
        .contains("last good");
  }

  @Test
  void oneBrokenFileOfSeveralKeepsTheWholeSet() {
    choose(FIRST, SECOND);
    var result = choose(FIRST.replace("first", "changed"), "groups: 7");

    assertThat(result.groups()).extracting(RuleGroupSpec::name).containsExactly("first", "second");
  }

  @Test
  void filesThatDoNotCompileAreNotRemembered() {
    choose(FIRST);
    var result = choose(SECOND.replace("expr: up", "expr: )"));

    assertThat(result.usedLastGood()).isTrue();
    assertThat(result.groups()).extracting(RuleGroupSpec::name).containsExactly("first");
  }

  @Test
  void withNothingGoodEverThereIsNothingToRun() {
    assertThat(choose("groups: [").source()).isEqualTo(Source.NONE);
    assertThat(choose("groups: [").groups()).isEmpty();
  }

  @Test
  void aDamagedCopyIsAWarningAndReplacedByTheNextGoodFiles() throws IOException {
    choose(FIRST);
    var copy = state.resolve("not/there/yet/last-good-rules.json");
    Files.writeString(copy, "{\"a\": nu");
    var result = choose("groups: [");

    assertThat(result.source()).isEqualTo(Source.NONE);
    assertThat(result.problems())
        .last()
        .asString()
        .contains("warning: the last good rules can't be read");
    choose(FIRST);
    assertThat(choose("groups: [").usedLastGood()).isTrue();
    assertThat(copy.resolveSibling("last-good-rules.json.next")).doesNotExist();
  }

  @Test
  void aStateDirectoryThatCantBeWrittenIsAWarningOnly() throws IOException {
    Files.writeString(state.resolve("not"), "a file where a directory belongs");
    var result = choose(FIRST);

    assertThat(result.source()).isEqualTo(Source.CURRENT);
    assertThat(result.problems())
        .singleElement()
        .asString()
        .contains("warning: the last good rules can't be kept");
  }

  private RuleFilesResult choose(String... texts) {
    var named = new TreeMap<String, String>();
    for (var text : texts) {
      named.put("rules/" + (char) ('a' + named.size()) + ".yml", text);
    }
    return lastGood.choose(RuleFiles.parse(named), LastGoodRulesTest::compile);
  }

  private static List<Problem> compile(List<RuleGroupSpec> groups) {
    return groups.stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.expr().equals(")"))
        .map(rule -> Problem.error("rules/a.yml", 1, 1, rule.path(), "unexpected )"))
        .toList();
  }
}
