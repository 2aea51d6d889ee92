package dev.lockkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lockkeeper.ArchitectureRules.Ring;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static JavaClasses program;

  @BeforeAll
  static void read() {
    program =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ArchitectureRules.ROOT);
  }

  /// A rule that matches nothing passes: so there must be something to match.
  @Test
  void theRulesSeeTheWholeProgram() {
    assertThat(program.size()).isGreaterThan(50);
    for (Ring ring : Set.of(Ring.MODEL, Ring.STAGE, Ring.ADAPTER)) {
      assertThat(program.stream().filter(c -> ArchitectureRules.ring(c) == ring).count())
          .as(ring.name())
          .isGreaterThanOrEqualTo(10);
    }
    Set<String> parts = program.stream().map(ArchitectureRules::part).collect(Collectors.toSet());
    assertThat(parts).contains("model", "collect", "act", "report", "config", "run");
  }

  @Test
  void theModelNeedsOnlyTheJdk() {
    ArchitectureRules.MODEL_NEEDS_ONLY_THE_JDK.check(program);
  }

  @Test
  void importsPointInwardsAndAdaptersDoNotKnowEachOther() {
    ArchitectureRules.IMPORTS_POINT_INWARDS.check(program);
  }

  @Test
  void noStageReadsAClockOrSleeps() {
    ArchitectureRules.STAGES_READ_NO_CLOCK_AND_NEVER_SLEEP.check(program);
  }

  @Test
  void noStageTouchesFilesSocketsOrProcesses() {
    ArchitectureRules.STAGES_DO_NO_INPUT_OR_OUTPUT.check(program);
  }

  @Test
  void everyPackageSaysWhatMayBeNull() {
    ArchitectureRules.EVERY_PACKAGE_IS_NULL_MARKED.check(program);
  }

  @Test
  void namesAreTheFieldsWords() {
    ArchitectureRules.NAMES_ARE_THE_FIELDS_WORDS.check(program);
  }
}
