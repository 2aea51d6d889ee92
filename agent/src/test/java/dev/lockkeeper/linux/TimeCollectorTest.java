package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeCollectorTest {
  @ParameterizedTest
  @CsvSource({
    "UTC, UTC",
    "Etc/UTC, UTC",
    "Z, UTC",
    "Europe/Berlin, CET",
    "America/New_York, EST",
    "Asia/Kolkata, IST",
    "America/Sao_Paulo, -03",
    "Asia/Kathmandu, +0545"
  })
  void zonesAreAbbreviatedAsTheirFilesDo(String zone, String abbreviation) {
    assertThat(TimeCollector.abbreviation(Fixture.NOW, ZoneId.of(zone))).isEqualTo(abbreviation);
  }
}
