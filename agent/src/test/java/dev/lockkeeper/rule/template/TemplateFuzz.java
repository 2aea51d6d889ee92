package dev.lockkeeper.rule.template;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.rule.PlainSeries;
import java.nio.charset.StandardCharsets;

/// Any text is a template or a [TemplateException] with a place in the text; any template yields a
/// bounded text.
public final class TemplateFuzz {
  private static final PlainSeries SERIES = new PlainSeries();

  static {
    for (int i = 0; i < 50; i++) {
      SERIES.append(SeriesId.of("x", "i", "v" + i), 60_000, i / 3.0);
    }
  }

  private TemplateFuzz() {}

  /// Jazzer's entry point.
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Template template;
    try {
      template = Template.compile(text);
    } catch (TemplateException refused) {
      if (refused.offset() < 0 || refused.offset() > text.length()) {
        throw new AssertionError("the problem lies outside the text: " + refused.offset());
      }
      return;
    }
    var said =
        template.expand(
            new Scope(
                SeriesId.of("x", "service", "web1"),
                1.5,
                Labels.of("dc", "fra1"),
                "http://am:9093/lk",
                SERIES,
                60_000));
    if (said.length() > Math.max(text.length(), Budget.CHARACTERS) + 1000) {
      throw new AssertionError("unbounded: " + said.length());
    }
  }
}
