package dev.lockkeeper.model;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses which name was meant.
public final class Nearest {
  /// Longer words are not typing errors of ours; also bounds the work.
  private static final int LONGEST = 80;

  private Nearest() {}

  /// The candidate with the least edit distance, when it is near enough to be a typing error: a
  /// third of the word. Case, `-` and `_` don't count: `stalledAfter` is `stalled_after`.
  public static Optional<String> to(String word, Collection<String> candidates) {
    return to(word, candidates, Integer.MAX_VALUE);
  }

  /// The same for long words, of which a third is more than a typing error.
  ///
  /// @param atMost edits
  public static Optional<String> to(String word, Collection<String> candidates, int atMost) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    var bare = bare(word);
    int best = Math.min(atMost, Math.max(1, (bare.length() + 1) / 3)) + 1;
    Optional<String> nearest = Optional.empty();
    for (var candidate : candidates) {
      var other = bare(candidate);
      // the lengths' difference is a lower bound, and cheap
      if (Math.abs(other.length() - bare.length()) < best) {
        int distance = distance(bare, other);
        if (distance < best) {
          best = distance;
          nearest = Optional.of(candidate);
        }
      }
    }
    return nearest;
  }

  private static String bare(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. Time is
  /// the product of the lengths.
  static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        int replace = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replace, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
