package dev.lockkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The pictures are in `src/test/resources/report`; look at them in a browser after a change that
/// is meant, which `mvn test -Dtest=BacktestPictureTest -Dgolden.write=true` writes.
class BacktestPictureTest {
  @Test
  void aPictureShowsEverythingThatThereIsToShow() throws IOException {
    assertOnRecord(
        "backtest.svg",
        BacktestPicture.svg(BacktestReports.eventful(), ZoneId.of("Europe/Berlin")));
  }

  @Test
  void aPictureOfNothingSaysSo() throws IOException {
    assertOnRecord(
        "backtest-quiet.svg", BacktestPicture.svg(BacktestReports.quiet(), ZoneOffset.UTC));
  }

  @Test
  void labelsFromElsewhereAreTextAndNeverMarkup() throws Exception {
    String svg = BacktestPicture.svg(BacktestReports.eventful(), ZoneOffset.UTC);
    var document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTextContent()).contains("web2<&>");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:00:00Z, 2026-11-23T10:00:40Z, 5, 10:00:00 10:00:15 10:00:30",
    "2026-11-23T10:07:00Z, 2026-11-23T12:00:00Z, 4, 10:30 11:00 11:30 12:00",
    "2026-11-22T20:00:00Z, 2026-11-23T08:00:00Z, 6, 20:00 22:00 11-23 02:00 04:00 06:00 08:00",
    "2026-11-01T00:00:00Z, 2026-11-22T00:00:00Z, 5, 11-01 11-08 11-15 11-22"
  })
  void marksStandAtRoundTimes(Instant from, Instant to, int most, String expected) {
    assertThat(
            TimeAxis.marks(from, to, most, ZoneOffset.UTC).stream()
                .map(TimeAxis.Mark::text)
                .toList())
        .containsExactly(expected.split(" "));
  }

  private static void assertOnRecord(String name, String svg) throws IOException {
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(Path.of("src/test/resources/report"));
      Files.writeString(Path.of("src/test/resources/report", name), svg);
      return;
    }
    try (var stream = BacktestPictureTest.class.getResourceAsStream("/report/" + name)) {
      assertThat(stream).as("the record %s", name).isNotNull();
      assertThat(svg).isEqualTo(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
