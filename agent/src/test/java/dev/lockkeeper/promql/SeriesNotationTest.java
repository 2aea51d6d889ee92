package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesNotationTest {
  @ParameterizedTest
  @CsvSource({
    "1 2 3, 1.0 2.0 3.0",
    "0+10x3, 0.0 10.0 20.0 30.0",
    "5-2x2, 5.0 3.0 1.0",
    "-1-1x1, -1.0 -2.0",
    "3x2, 3.0 3.0 3.0",
    "0x5, 0.0 0.0 0.0 0.0 0.0 0.0",
    "_ 1 _x3, _ 1.0 _ _ _",
    "1.5e2 .5 Inf -Inf NaN NaNx1, 150.0 0.5 Infinity -Infinity NaN NaN NaN",
    "1 stale 2, 1.0 stale 2.0",
  })
  void valuesAreReadStepByStep(String text, String expected) {
    assertThat(
            SeriesNotation.values(text).stream()
                .map(value ->
                    value.isEmpty()
                        ? "_"
                        : Staleness.isMarker(value.getAsDouble())
                            ? "stale"
                            : String.valueOf(value.getAsDouble()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @Test
  void aSeriesIsANameAndLabels() {
    assertThat(SeriesNotation.series("up{job=\"node\", a='b'}"))
        .isEqualTo(SeriesId.of("up", "job", "node", "a", "b"));
    assertThat(SeriesNotation.series("up")).isEqualTo(new SeriesId("up", Labels.NONE));
    assertThat(SeriesNotation.series("up{}")).isEqualTo(new SeriesId("up", Labels.NONE));
    assertThat(SeriesNotation.series("{}")).isEqualTo(new SeriesId("", Labels.NONE));
    assertThat(SeriesNotation.series("{a=\"b\"}")).isEqualTo(SeriesId.of("", "a", "b"));
    assertThat(SeriesNotation.series("{\"my.metric\", a=\"b\"}"))
        .isEqualTo(SeriesId.of("my.metric", "a", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1+", "x5", "a", "1+2", "_+1x2", "1x1000000000", "1x9999999", "1 {{count:1}}"})
  void whatIsNotAValueIsRefused(String text) {
    assertThatThrownBy(() -> SeriesNotation.values(text)).isInstanceOf(PromqlException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up{a=~\"b\"}", "up[5m]", "up offset 1m", "1", "up{"})
  void whatIsNotASeriesIsRefused(String text) {
    assertThatThrownBy(() -> SeriesNotation.series(text)).isInstanceOf(PromqlException.class);
  }
}
