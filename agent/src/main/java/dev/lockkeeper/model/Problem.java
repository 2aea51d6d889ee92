package dev.lockkeeper.model;

import java.util.Locale;

/// Something wrong in a file that a person wrote.
///
/// @param severity an error refuses the whole, a warning does not, a note is no reason to change
///   anything
/// @param file as the person named it
/// @param line from 1; 0 when it concerns the whole file
/// @param column from 1; 0 when it concerns the whole line
/// @param path the key's path, such as `services[0].drain.deadline`; empty where there is none
/// @param message what is wrong, and the nearest valid name where there is one
public record Problem(
    Severity severity, String file, int line, int column, String path, String message) {
  public enum Severity {
    NOTE,
    WARNING,
    ERROR;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Problem error(String file, int line, int column, String path, String message) {
    return new Problem(Severity.ERROR, file, line, column, path, message);
  }

  /// `rules/web.yml:7:11: error: groups[0].rules[0].expr: unexpected ")"`.
  @Override
  public String toString() {
    var text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    text.append(": ").append(severity.text()).append(": ");
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    return text.append(message).toString();
  }
}
