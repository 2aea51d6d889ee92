package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import java.util.ArrayList;
import java.util.List;

/// A table of left-aligned columns, two spaces apart; the last one is cut at the terminal's edge.
final class Table {
  private static final String GAP = "  ";

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

  void print(Terminal terminal, String indent) {
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
          line.append(terminal.ink(cell.ink(), cut(cell.text(), terminal.width() - used)));
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

  /// Not below what still says something: a very narrow terminal wraps.
  private static String cut(String text, int width) {
    int room = Math.max(width, 20);
    return length(text) <= room
        ? text
        : text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
  }

  record Cell(String text, Ink ink) {
    static Cell of(String text) {
      return new Cell(text, Ink.PLAIN);
    }
  }
}
