package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.math.BigInteger;

/// The order in which people read: `disk2` before `disk10`.
final class NaturalOrder {
  private NaturalOrder() {}

  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
        int endA = endOfDigits(a, i);
        int endB = endOfDigits(b, j);
        int compared =
            new BigInteger(a.substring(i, endA)).compareTo(new BigInteger(b.substring(j, endB)));
        if (compared != 0) {
          return compared;
        }
        i = endA;
        j = endB;
      } else if (a.charAt(i) != b.charAt(j)) {
        return Character.compare(a.charAt(i), b.charAt(j));
      } else {
        i++;
        j++;
      }
    }
    int left = Integer.compare(a.length() - i, b.length() - j);
    return left != 0 ? left : a.compareTo(b);
  }

  /// By all labels, in the order of their names.
  static int compareAll(SeriesId a, SeriesId b) {
    int compared = a.metric().compareTo(b.metric());
    for (int i = 0; compared == 0 && i < a.labels().size() && i < b.labels().size(); i++) {
      compared = a.labels().name(i).compareTo(b.labels().name(i));
      if (compared == 0) {
        compared = a.labels().value(i).compareTo(b.labels().value(i));
      }
    }
    return compared != 0 ? compared : Integer.compare(a.labels().size(), b.labels().size());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
