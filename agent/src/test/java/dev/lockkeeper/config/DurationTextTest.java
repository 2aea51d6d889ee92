package dev.lockkeeper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "1s, PT1S",
    "1m30s, PT90S",
    "24h, PT24H",
    "7d, PT168H",
    "1w, PT168H",
    "1y, PT8760H",
    "1d12h, PT36H",
    "0s, PT0S",
    "1s500ms, PT1.5S"
  })
  void unitsAddUp(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
    assertThat(DurationText.parse(DurationText.of(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "0", "-1s", "1.5s", "1 s", "s", "30s1m", "1s1s", "1S", "1us", "PT1S"})
  void whatPrometheusWouldNotTakeIsRefused(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyInRulesABareZeroIsADuration() {
    assertThat(DurationText.parseInRules("0")).isZero();
    assertThatThrownBy(() -> DurationText.parseInRules("5")).hasMessageContaining("`5s`");
  }
}
