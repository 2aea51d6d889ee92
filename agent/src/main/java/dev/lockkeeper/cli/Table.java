package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import java.util.ArrayList;
import java.util.List;

/// A table of left-aligned columns, two spaces apart; at the terminal's edge the last one is cut,
/// or goes on below itself.
final class Table {
  private static final String GAP = "  ";

  /// The last column's least width; a narrower terminal wraps by itself.
  private static final int NARROWEST = 20;

  private final List<List<Cell>> rows = new ArrayList<>();
  private final int columns;

  Table(String... headings) {
    columns = headings.length;
    var row = new ArrayList<Cell>();
    for (String heading : headings) {
      row.add(new Cell(heading, Ink.DIM));
    }
    rows.add(row);
  }

  void row(Cell... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(List.of(cells));
  }

  /// Each row on one line.
  void print(Terminal terminal, String indent) {
    print(terminal, indent, false);
  }

  /// Without the headings; nothing is cut.
  void printRows(Terminal terminal, String indent) {
    rows.removeFirst();
    print(terminal, indent, true);
  }

  /// Nothing is cut: what does not fit goes on below.
  void printWrapped(Terminal terminal) {
    print(terminal, "", true);
  }

  private void print(Terminal terminal, String indent, boolean wrap) {
    int[] widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i).text()));
      }
    }
    for (var row : rows) {
      var line = new StringBuilder(indent);
      int used = indent.length();
      for (int i = 0; i < columns; i++) {
        Cell cell = row.get(i);
        if (i == columns - 1) {
          int room = Math.max(terminal.width() - used, NARROWEST);
          String between = wrap ? "\n" + " ".repeat(used) : "";
          String text = wrap ? wrap(cell.text(), room, between) : cut(cell.text(), room);
          line.append(terminal.ink(cell.ink(), text));
        } else {
          line.append(terminal.ink(cell.ink(), cell.text()));
          line.repeat(' ', widths[i] - length(cell.text())).append(GAP);
          used += widths[i] + GAP.length();
        }
      }
      terminal.out().println(line.toString().stripTrailing());
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String cut(String text, int room) {
    return length(text) <= room
        ? text
        : text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
  }

  /// Breaks at spaces; a word longer than the room stays whole, to be copied.
  private static String wrap(String text, int room, String between) {
    var wrapped = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + length(word) > room) {
        wrapped.append(between);
        column = 0;
      } else if (column > 0) {
        wrapped.append(' ');
        column++;
      }
      wrapped.append(word);
      column += length(word);
    }
    return wrapped.toString();
  }

  record Cell(String text, Ink ink) {
    static Cell of(String text) {
      return new Cell(text, Ink.PLAIN);
    }
  }
}
