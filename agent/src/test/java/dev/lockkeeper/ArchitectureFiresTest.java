package dev.lockkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.lockkeeper.model.planted.ModelThatUsesALibrary;
import dev.lockkeeper.planted.unmarked.PlantedManager;
import dev.lockkeeper.series.planted.StageThatDoesEverythingWrong;
import dev.lockkeeper.traffic.planted.AdapterThatKnowsAnother;
import org.junit.jupiter.api.Test;

/// Each rule of the architecture against a class that breaks it.
class ArchitectureFiresTest {

  @Test
  void aModelThatUsesALibraryIsFound() {
    assertThat(complaint(ArchitectureRules.MODEL_NEEDS_ONLY_THE_JDK, ModelThatUsesALibrary.class))
        .contains("com.google.re2j.Pattern");
  }

  @Test
  void aStageThatUsesAnotherStageIsFound() {
    assertThat(
            complaint(ArchitectureRules.IMPORTS_POINT_INWARDS, StageThatDoesEverythingWrong.class))
        .contains("series must not import act");
  }

  @Test
  void anAdapterThatUsesAnotherIsFound() {
    assertThat(complaint(ArchitectureRules.IMPORTS_POINT_INWARDS, AdapterThatKnowsAnother.class))
        .contains("traffic.planted must not import planted");
  }

  @Test
  void aStageThatReadsAClockOrSleepsIsFound() {
    assertThat(
            complaint(
                ArchitectureRules.STAGES_READ_NO_CLOCK_AND_NEVER_SLEEP,
                StageThatDoesEverythingWrong.class))
        .contains("java.lang.System.nanoTime()")
        .contains("java.time.Instant.now()")
        .contains("java.lang.Thread.sleep(");
  }

  @Test
  void aStageThatReadsFilesOrStartsProgramsIsFound() {
    assertThat(
            complaint(
                ArchitectureRules.STAGES_DO_NO_INPUT_OR_OUTPUT, StageThatDoesEverythingWrong.class))
        .contains("java.nio.file.Files")
        .contains("java.lang.ProcessBuilder");
  }

  @Test
  void anUnmarkedPackageIsFound() {
    assertThat(complaint(ArchitectureRules.EVERY_PACKAGE_IS_NULL_MARKED, PlantedManager.class))
        .contains("dev.lockkeeper.planted.unmarked has no package-info.java with @NullMarked");
  }

  @Test
  void aNameThatSaysNothingIsFound() {
    assertThat(complaint(ArchitectureRules.NAMES_ARE_THE_FIELDS_WORDS, PlantedManager.class))
        .contains("PlantedManager");
  }

  private static String complaint(ArchRule rule, Class<?> planted) {
    return String.join(
        "\n",
        rule.evaluate(new ClassFileImporter().importClasses(planted))
            .getFailureReport()
            .getDetails());
  }
}
