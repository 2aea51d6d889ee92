package dev.lockkeeper.rule;

import java.util.Collection;
import java.util.Locale;

/// Helps with a name that somebody mistyped.
final class NearName {
  private NearName() {}

  /// `; did you mean "WebDown"?`, or nothing where no name is near.
  static String of(String name, Collection<String> known) {
    String best = "";
    int least = Math.max(2, name.length() / 3) + 1;
    String lower = name.toLowerCase(Locale.ROOT);
    for (String candidate : known) {
      String other = candidate.toLowerCase(Locale.ROOT);
      int distance = other.contains(lower) && lower.length() > 2 ? 1 : distance(lower, other);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
  }

  /// Levenshtein's.
  private static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
