package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SeriesId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelHashTest {
  /// Well-known sums of xxHash, 64 bits, seed 0; the last one is longer than a stripe.
  @ParameterizedTest
  @CsvSource({
    "'', ef46db3751d8e999",
    "a, d24ec4f1a98c6e5b",
    "abc, 44bc2cf5ad770999",
    "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
  })
  void textsHaveTheSumsThatXxHashGivesThem(String text, String sum) {
    assertThat(XxHash64.of(text.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(Long.parseUnsignedLong(sum, 16));
  }

  @Test
  void sharesLieBetweenNoneAndAllAndDependOnNameAndLabels() {
    var one = SeriesId.of("up", "a", "1", "Z", "2");
    assertThat(LabelHash.share(one)).isBetween(0.0, 1.0).isEqualTo(LabelHash.share(one));
    assertThat(LabelHash.share(SeriesId.of("down", "a", "1", "Z", "2")))
        .isNotEqualTo(LabelHash.share(one));
    assertThat(LabelHash.share(SeriesId.of("up", "a", "x".repeat(300)))).isBetween(0.0, 1.0);
  }

  @Test
  void manySeriesAreSpreadEvenly() {
    long picked = 0;
    for (int i = 0; i < 10_000; i++) {
      if (LabelHash.share(SeriesId.of("up", "n", Integer.toString(i))) < 0.25) {
        picked++;
      }
    }
    assertThat(picked).isBetween(2_300L, 2_700L);
  }
}
