package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, -1",
    "0.52, 0.52",
    "123456789.25, 123456789.25",
    "9007199254740993, 9007199254740992",
    "18446744073709551615, 18446744073709551615"
  })
  void numbersAreReadAsDoublesAre(String word, double value) throws IOException {
    assertThat(Text.of("file", word).number("it")).isEqualTo(value);
  }

  @Test
  void whatIsBeyond63BitsIsTheLargestWholeNumber() throws IOException {
    assertThat(Text.of("file", "18446744073709551615").integer("it")).isEqualTo(Long.MAX_VALUE);
    assertThat(Text.of("file", "-7").integer("it")).isEqualTo(-7);
  }

  @Test
  void aNameMayHoldBlanksAndBrackets() throws IOException {
    Text text = Text.of("stat", "7 (a) b (c) S 1");
    text.integer("pid");
    text.behindLast(')');
    text.word();
    assertThat(text.wordText()).isEqualTo("S");
    assertThat(ProcessStat.name(text)).isEqualTo("a) b (c");
  }

  @Test
  void wordsOfAMapAreFoundAgainAmongMany() {
    var map = new WordMap<String>(word -> "<" + word + ">");
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 20_000; i++) {
        Text text = Text.of("file", "word" + i);
        text.word();
        assertThat(map.of(text)).isEqualTo("<word" + i + ">");
      }
    }
  }

  @Test
  void octalEscapesOfMountsAreUndone() {
    assertThat(Mount.unescape("/srv/the\\040photos")).isEqualTo("/srv/the photos");
    assertThat(Mount.unescape("/a\\134b\\0")).isEqualTo("/a\\b\\0");
  }
}
