package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;

/// The order in which people read: `disk2` before `disk10`.
final class NaturalOrder {
  private NaturalOrder() {}

  /// Piece by piece, runs of digits against runs of others, as Prometheus does: numbers by value,
  /// anything else as text.
  static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int endA = endOfPiece(a, i);
      int endB = endOfPiece(b, j);
      String pieceA = a.substring(i, endA);
      String pieceB = b.substring(j, endB);
      int compared =
          isNumber(pieceA) && isNumber(pieceB)
              ? Long.compare(Long.parseLong(pieceA), Long.parseLong(pieceB))
              : pieceA.compareTo(pieceB);
      if (compared != 0) {
        return compared;
      }
      i = endA;
      j = endB;
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

  /// Whether it is one that fits.
  private static boolean isNumber(String piece) {
    return isDigit(piece.charAt(0)) && piece.length() <= 18;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfPiece(String text, int from) {
    boolean digits = isDigit(text.charAt(from));
    int end = from + 1;
    while (end < text.length() && isDigit(text.charAt(end)) == digits) {
      end++;
    }
    return end;
  }
}
