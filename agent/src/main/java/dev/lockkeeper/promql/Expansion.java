package dev.lockkeeper.promql;

import com.google.re2j.Pattern;

/// `$1` and `${name}` in `label_replace`, as Go's `Regexp.Expand` reads them: a name is as long as
/// it can be, and one that does not exist is empty.
final class Expansion {
  private Expansion() {}

  static String of(String template, com.google.re2j.Matcher match, Pattern pattern) {
    var text = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at);
      if (c != '$' || at + 1 == template.length()) {
        text.append(c);
        at++;
        continue;
      }
      if (template.charAt(at + 1) == '$') {
        text.append('$');
        at += 2;
        continue;
      }
      boolean braces = template.charAt(at + 1) == '{';
      int start = at + (braces ? 2 : 1);
      int end = start;
      while (end < template.length() && isWord(template.charAt(end))) {
        end++;
      }
      boolean closed = !braces || (end < template.length() && template.charAt(end) == '}');
      if (end == start || !closed) {
        text.append(c);
        at++;
        continue;
      }
      text.append(group(template.substring(start, end), match, pattern));
      at = braces ? end + 1 : end;
    }
    return text.toString();
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String group(String name, com.google.re2j.Matcher match, Pattern pattern) {
    int index = -1;
    if (name.chars().allMatch(Character::isDigit) && name.length() < 6) {
      index = Integer.parseInt(name);
    } else {
      index = pattern.namedGroups().getOrDefault(name, -1);
    }
    if (index < 0 || index > match.groupCount()) {
      return "";
    }
    String value = match.group(index);
    return value == null ? "" : value;
  }
}
