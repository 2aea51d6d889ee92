package dev.lockkeeper.traffic.haproxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Reads HAProxy's answers: columns by the names in their headers, never by position, since every
/// release adds some.
final class Answer {
  private Answer() {}

  /// A row of a table: column → field. Columns that this release lacks are absent.
  record Row(Map<String, String> fields) {
    /// Empty when there is no such column.
    String text(String column) {
      return fields.getOrDefault(column, "");
    }

    /// A count; 0 where HAProxy leaves it empty.
    int count(String column) throws IOException {
      String text = text(column);
      if (text.isEmpty()) {
        return 0;
      }
      try {
        return Math.toIntExact(Math.clamp(Long.parseLong(text), 0, Integer.MAX_VALUE));
      } catch (NumberFormatException e) {
        throw new IOException(
            "HAProxy's column " + column + " is no number: " + shortened(text), e);
      }
    }

    /// A figure; empty where HAProxy leaves it empty or this release has no such column.
    OptionalDouble number(String column) throws IOException {
      String text = text(column);
      if (text.isEmpty()) {
        return OptionalDouble.empty();
      }
      try {
        return OptionalDouble.of((double) Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new IOException(
            "HAProxy's column " + column + " is no number: " + shortened(text), e);
      }
    }

    boolean has(String column) {
      return fields.containsKey(column);
    }
  }

  /// `show stat`: CSV (management guide, section 9.1), the header begins with `# `.
  static List<Row> stat(String text) throws IOException {
    return table(text, "# pxname,", ",");
  }

  /// `show servers state`: a format version, a header that begins with `# `, fields with spaces
  /// between them.
  static List<Row> serversState(String text) throws IOException {
    return table(text, "# be_id ", " ");
  }

  private static List<Row> table(String text, String headerStart, String separator)
      throws IOException {
    List<String> columns = null;
    var rows = new ArrayList<Row>();
    for (String line : text.lines().toList()) {
      if (columns == null) {
        if (line.startsWith(headerStart)) {
          columns = split(line.substring(2), separator);
        }
      } else if (line.isBlank()) {
        // the end of this answer; another command's may follow
        break;
      } else {
        rows.add(row(columns, split(line, separator)));
      }
    }
    if (columns == null) {
      throw new IOException("HAProxy's answer is not understood: " + shortened(text));
    }
    return rows;
  }

  private static Row row(List<String> columns, List<String> values) throws IOException {
    if (values.size() < columns.size() - 1) {
      throw new IOException(
          "HAProxy's answer is cut short: %d of %d columns"
              .formatted(values.size(), columns.size()));
    }
    var fields = new HashMap<String, String>(columns.size() * 2);
    for (int column = 0; column < Math.min(columns.size(), values.size()); column++) {
      if (!columns.get(column).isEmpty()) {
        fields.put(columns.get(column), values.get(column));
      }
    }
    return new Row(fields);
  }

  /// Splits a line; a field in double quotes may hold the separator, and `""` for a quote.
  private static List<String> split(String line, String separator) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean quoted = false;
    char between = separator.charAt(0);
    for (int at = 0; at < line.length(); at++) {
      char letter = line.charAt(at);
      if (letter == '"') {
        boolean escaped = quoted && at + 1 < line.length() && line.charAt(at + 1) == '"';
        if (escaped) {
          field.append('"');
          at++;
        } else {
          quoted = !quoted;
        }
      } else if (letter == between && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(letter);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  /// The process that answered, from `show info`.
  static OptionalLong pid(String text) {
    for (String line : text.lines().toList()) {
      if (line.startsWith("Pid:")) {
        try {
          return OptionalLong.of(Long.parseLong(line.substring(4).strip()));
        } catch (NumberFormatException garbage) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }

  /// For a message: the first line, at most 120 characters, printable.
  static String shortened(String text) {
    String line = text.lines().filter(each -> !each.isBlank()).findFirst().orElse("(empty)");
    String printable = line.replaceAll("[^\\x20-\\x7e]", "?").strip();
    return printable.length() <= 120 ? printable : printable.substring(0, 117) + "...";
  }
}
