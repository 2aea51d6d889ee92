package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RuleGroupSpec.Place;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RuleFilesTest {
  private static final Path FILE = Path.of("src/test/resources/config/good/rules/prometheus.yml");

  @Test
  void aPrometheusFileLoadsUnchanged() throws IOException {
    var files = parse(Files.readString(FILE));

    assertThat(files.problems()).isEmpty();
    var node = files.groups().get(0);
    assertThat(node.name()).isEqualTo("node");
    assertThat(node.interval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(node.limit()).isEqualTo(10);
    assertThat(node.labels()).isEqualTo(Map.of("team", "infra"));
    assertThat(node.rules().get(0))
        .isEqualTo(
            new RuleSpec(
                null,
                "instance:cpu:rate5m",
                "avg without (cpu) (rate(node_cpu_seconds_total{mode!=\"idle\"}[5m]))",
                new Position(10, 15),
                true,
                new Position(9, 9),
                "groups[0].rules[0]",
                Duration.ZERO,
                Duration.ZERO,
                Map.of("tier", "1"),
                Map.of(),
                null,
                null,
                Map.of("labels.tier", new Place(new Position(12, 17), true))));
    assertThat(node.queryOffset()).isEqualTo(Duration.ZERO);
    assertThat(node.places()).containsKey("team");
    var down = node.rules().get(1);
    assertThat(down.alert()).isEqualTo("Down");
    assertThat(down.exprAt()).as("behind the quote").isEqualTo(new Position(14, 16));
    assertThat(down.exprIsPlain()).isTrue();
    assertThat(down.forDuration()).isEqualTo(Duration.ofMinutes(90));
    assertThat(down.keepFiringFor()).isZero();
    assertThat(down.annotations())
        .isEqualTo(Map.of("summary", "{{ $labels.instance }} is down, costs ${MONEY}"));
    assertThat(files.groups().get(1).rules()).isEmpty();
    assertThat(files.groups().get(1).interval()).isNull();
  }

  @Test
  void aBlocksExpressionIsPlacedWhereItsTextBegins() throws IOException {
    var rules = parse(Files.readString(FILE)).groups().get(0).rules();

    var folded = rules.get(2);
    assertThat(folded.expr()).isEqualTo("up == 0");
    assertThat(folded.exprAt()).isEqualTo(new Position(23, 11));
    assertThat(folded.exprIsPlain()).isFalse();
    var literal = rules.get(3);
    assertThat(literal.expr()).isEqualTo("  a > 1\nand b > 2");
    assertThat(literal.exprAt()).as("column of the block").isEqualTo(new Position(28, 11));
    assertThat(literal.exprIsPlain()).isTrue();
  }

  @Test
  void escapesAndFoldingMakeOffsetsUseless() {
    assertThat(rule("expr: \"up{a=\\\"b\\\"}\"").exprIsPlain()).isFalse();
    assertThat(rule("expr: 'it''s'").exprIsPlain()).isFalse();
    assertThat(rule("expr: up\n      == 0").exprIsPlain()).isFalse();
    assertThat(rule("expr: >-\n      up == 0").exprIsPlain()).isTrue();
    assertThat(rule("expr: 'up{a=\"b\"}'").exprIsPlain()).isTrue();
  }

  @Test
  void remedyAndModeAreReadFromARule() {
    var rule = rule("expr: up\n    remedy: restart\n    mode: approve");

    assertThat(rule.remedy()).isEqualTo(Remedy.RESTART);
    assertThat(rule.mode()).isEqualTo(Mode.APPROVE);
  }

  @Test
  void anEmptyFileHasNoGroups() {
    assertThat(parse("").groups()).isEmpty();
    assertThat(parse("# nothing yet\n").good()).isTrue();
    assertThat(parse("groups:\n").good()).isTrue();
  }

  @Test
  void aBrokenRuleLeavesItsNeighboursForTheCompiler() {
    var files = parse("groups: [ { name: a, rules: [ { alert: A }, { alert: B, expr: up } ] } ]");

    assertThat(files.good()).isFalse();
    assertThat(files.groups().get(0).rules()).extracting(RuleSpec::alert).containsExactly("B");
  }

  private static RuleSpec rule(String keys) {
    var files = parse("groups:\n- name: g\n  rules:\n  - alert: A\n    " + keys + "\n");
    assertThat(files.problems()).isEqualTo(List.of());
    return files.groups().get(0).rules().get(0);
  }

  private static RuleFiles parse(String text) {
    return RuleFiles.parse(new TreeMap<>(Map.of("rules/a.yml", text)));
  }
}
