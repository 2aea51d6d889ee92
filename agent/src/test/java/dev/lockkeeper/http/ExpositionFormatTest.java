package dev.lockkeeper.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``| PROMETHEUS",
        "*/*| PROMETHEUS",
        "text/html,application/xhtml+xml| PROMETHEUS",
        "application/openmetrics-text| OPEN_METRICS",
        "application/openmetrics-text; version=1.0.0; charset=utf-8| OPEN_METRICS",
        "application/openmetrics-text;version=2.0.0| PROMETHEUS",
        "application/openmetrics-text;version=1.0.0;q=0| PROMETHEUS",
        "application/openmetrics-text;q=0.3,text/plain;version=0.0.4;q=0.4| PROMETHEUS",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;q=0.2,*/*;q=0.1|"
            + " OPEN_METRICS",
        ";;q=,| PROMETHEUS"
      })
  void theFormatWithTheHighestQualityWins(String accept, ExpositionFormat format) {
    assertThat(ExpositionFormat.preferredBy(accept)).isEqualTo(format);
  }
}
