package dev.lockkeeper.rule.template;

import com.google.re2j.Matcher;
import com.google.re2j.PatternSyntaxException;
import dev.lockkeeper.promql.Regex;
import dev.lockkeeper.rule.template.Arguments.WrongArgument;
import java.util.List;
import java.util.Locale;

/// Functions on texts. Regular expressions are RE2's, as in Prometheus: they can't backtrack.
final class Texts {
  private static final java.util.regex.Pattern DURATION =
      java.util.regex.Pattern.compile(
          "(?:([0-9]{1,9})y)?(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?"
              + "(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");
  private static final double[] SECONDS = {365 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1, 1e-3};

  private Texts() {}

  /// Each word's first letter large.
  static String title(String text) {
    var title = new StringBuilder();
    int before = ' ';
    for (int c : text.codePoints().toArray()) {
      boolean inWord = Character.isLetterOrDigit(before) || before == '_' || before == '\'';
      title.appendCodePoint(inWord ? c : Character.toTitleCase(c));
      before = c;
    }
    return title.toString();
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static Value match(String pattern, String text, Expansion of) {
    return new Value.Truth(matcher(pattern, text, of).find());
  }

  private static Matcher matcher(String pattern, String text, Expansion of) {
    try {
      of.budget().work(Regex.size(pattern) * text.length());
      return Regex.searching(pattern).matcher(text);
    } catch (PatternSyntaxException e) {
      throw new WrongArgument(String.valueOf(e.getMessage()));
    }
  }

  /// `reReplaceAll pattern replacement text`.
  static Value replaced(List<Value> arguments, Expansion of) {
    String replacement = Arguments.text(arguments, 1);
    String text = Arguments.text(arguments, 2);
    String pattern = Arguments.text(arguments, 0);
    var matcher = matcher(pattern, text, of);
    long size = Regex.size(pattern);
    int most = of.budget().charactersLeft();
    var result = new StringBuilder();
    int behind = 0;
    int last = -1;
    while (matcher.find()) {
      if (matcher.end() == matcher.start() && matcher.start() == last) {
        // right behind a match nothing is not found once more
        continue;
      }
      // each may look as far as the end
      of.budget().work(size * (text.length() - matcher.start()));
      result.append(text, behind, matcher.start());
      expand(replacement, matcher, result, most);
      behind = matcher.end();
      last = behind;
    }
    result.append(text, behind, text.length());
    of.budget().characters(result.length());
    return new Value.Text(result.toString());
  }

  /// `$1`, `${1}`, `$name`, `${name}` and `$$`, as Go's package regexp has them.
  private static void expand(String replacement, Matcher matcher, StringBuilder result, int most) {
    int at = 0;
    while (at < replacement.length()) {
      if (result.length() > most) {
        throw new WrongArgument("more than " + Budget.CHARACTERS + " characters");
      }
      int dollar = replacement.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == replacement.length()) {
        break;
      }
      result.append(replacement, at, dollar);
      at = dollar + 1;
      if (replacement.charAt(at) == '$') {
        result.append('$');
        at++;
        continue;
      }
      boolean braces = replacement.charAt(at) == '{';
      int start = braces ? at + 1 : at;
      int end = start;
      while (end < replacement.length() && isNamePart(replacement.charAt(end))) {
        end++;
      }
      boolean closed = !braces || (end < replacement.length() && replacement.charAt(end) == '}');
      if (end == start || !closed) {
        result.append('$');
        continue;
      }
      result.append(group(matcher, replacement.substring(start, end)));
      at = braces ? end + 1 : end;
    }
    result.append(replacement, at, replacement.length());
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private static String group(Matcher matcher, String name) {
    try {
      String group =
          name.matches("[0-9]{1,4}")
              ? Integer.parseInt(name) <= matcher.groupCount()
                  ? matcher.group(Integer.parseInt(name))
                  : null
              : matcher.group(name);
      return group == null ? "" : group;
    } catch (IllegalArgumentException none) {
      return "";
    }
  }

  /// A duration such as `1h30m`, in seconds.
  static double seconds(String text) {
    var match = DURATION.matcher(text);
    if (text.equals("0")) {
      return 0;
    }
    if (text.isEmpty() || text.length() > 100 || !match.matches()) {
      throw new WrongArgument("not a valid duration string: " + GoText.quoted(text));
    }
    double sum = 0;
    for (int i = 0; i < SECONDS.length; i++) {
      if (match.group(i + 1) != null) {
        sum += Integer.parseInt(match.group(i + 1)) * SECONDS[i];
      }
    }
    return sum;
  }
}
