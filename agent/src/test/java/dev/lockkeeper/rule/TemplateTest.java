package dev.lockkeeper.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Labels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain                                  | 1    | plain
          {{ $labels.service }} hangs            | 1    | web1 hangs
          {{ .Labels.service }}{{ $labels.no }}! | 1    | web1!
          {{ $externalLabels.dc }}               | 1    | fra1
          {{ $value }}                           | 0.25 | 0.25
          {{$value}}                             | 100  | 100
          """)
  void whatAlertsSay(String text, double value, String expected) throws Exception {
    assertThat(expand(text, value)).isEqualTo(expected);
  }

  @org.junit.jupiter.api.Test
  void functionsWriteFiguresAsPrometheusDoes() throws Exception {
    assertThat(expand("{{ $value | humanize }}", 1234567)).isEqualTo("1.235M");
    assertThat(expand("{{ $value | humanize }}", 0.0015)).isEqualTo("1.5m");
    assertThat(expand("{{ humanize1024 $value }}", 1048576)).isEqualTo("1Mi");
    assertThat(expand("{{ $value | humanizeDuration }}", 3725)).isEqualTo("1h 2m 5s");
    assertThat(expand("{{ $value | humanizeDuration }}", 0.25)).isEqualTo("250ms");
    assertThat(expand("{{ $value | humanizePercentage }}", 0.12345)).isEqualTo("12.35%");
    assertThat(expand("{{ printf \"%.2f of %s\" $value $labels.service }}", 2.345))
        .isEqualTo("2.35 of web1");
    assertThat(expand("{{ $value | printf \"%.0f%%\" }}", 12)).isEqualTo("12%");
  }

  private static String expand(String text, double value) throws Exception {
    return Template.compile(text)
        .expand(new Template.Scope(Labels.of("service", "web1"), value, Labels.of("dc", "fra1")));
  }
}
