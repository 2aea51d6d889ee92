package dev.lockkeeper.promql;

import java.util.Collection;

/// How expressions are written for people.
final class Texts {
  private Texts() {}

  static String quoted(String text) {
    return Escapes.quoted(text);
  }

  /// Quoted, and not all of it where it is long.
  static String shortened(String text) {
    return text.length() <= 60 ? quoted(text) : quoted(text.substring(0, 60)) + "…";
  }

  /// ` for metric name "up"`, or nothing where there is no name.
  static String forMetric(String name) {
    return name.isEmpty() ? "" : " for metric name " + quoted(name);
  }

  /// `; did you mean "rate"?`, or nothing where no name is near.
  static String nearest(String name, Collection<String> known) {
    String best = "";
    int least = Math.max(2, name.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate, least);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? "" : "; did you mean \"" + best + "\"?";
  }

  /// Levenshtein's distance, or `bound` where it is no less.
  private static int distance(String a, String b, int bound) {
    if (Math.abs(a.length() - b.length()) >= bound) {
      return bound;
    }
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
