package dev.lockkeeper.promql;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/// Regular expressions as PromQL has them: RE2's, anchored on both sides, and `.` matches line
/// breaks. Those that would need much memory are refused before they are compiled.
public final class Regex {
  private static final int DEEPEST = 200;

  /// Beyond its own characters, that repetitions make of it: a rule needs a few hundred.
  private static final long MOST_INSTRUCTIONS = 10_000;

  /// A program takes some kilobytes, and rules name the same few again and again. Only those that
  /// somebody uses stay.
  private static final Map<String, WeakReference<Pattern>> KNOWN = new HashMap<>();

  private static final int MOST_KNOWN = 1_000;

  private Regex() {}

  /// @throws PatternSyntaxException when it is none, or too large
  static Pattern compile(String regex) {
    synchronized (KNOWN) {
      var known = KNOWN.get(regex);
      var pattern = known == null ? null : known.get();
      if (pattern == null) {
        pattern = compiled(regex);
        if (KNOWN.size() > MOST_KNOWN) {
          KNOWN.values().removeIf(entry -> entry.get() == null);
        }
        KNOWN.put(regex, new WeakReference<>(pattern));
      }
      return pattern;
    }
  }

  /// A regular expression for searching: not anchored, and `.` does not match line breaks, as in
  /// Go.
  ///
  /// @throws PatternSyntaxException when it is none, or too large
  public static Pattern searching(String regex) {
    bounded(regex, 0);
    return Pattern.compile(regex);
  }

  /// About how many instructions it comes to: looking at one character costs at most as many steps.
  public static long size(String regex) {
    return regex.length() + bounded(regex, 0);
  }

  private static Pattern compiled(String regex) {
    bounded(regex, 0);
    // Alone first: within the group an unbalanced parenthesis would go unnoticed.
    Pattern.compile(regex);
    return Pattern.compile("^(?s:" + regex + ")$");
  }

  /// Estimates the program's size from above: repetitions multiply what they repeat. It need not
  /// understand the rest; what is no regular expression RE2 refuses afterwards.
  ///
  /// @param before the size of those that belong to the same expression
  /// @return the size of all
  /// @throws PatternSyntaxException when it is too large
  static long bounded(String regex, long before) {
    var sums = new long[DEEPEST + 1];
    int depth = 0;
    long last = 0;
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      switch (c) {
        case '\\' -> {
          i++;
          last = 1;
          sums[depth] += last;
        }
        case '[' -> {
          i = endOfClass(regex, i);
          last = 1;
          sums[depth] += last;
        }
        case '(' -> {
          if (++depth > DEEPEST) {
            throw new PatternSyntaxException("expression nests too deeply");
          }
          sums[depth] = 1;
          last = 1;
        }
        case ')' -> {
          if (depth > 0) {
            last = sums[depth] + 1;
            depth--;
            sums[depth] += last;
          }
        }
        case '{' -> {
          int most = repetitions(regex, i);
          if (most > 1) {
            sums[depth] += last * (most - 1);
            last *= most;
          }
        }
        default -> {
          last = 1;
          sums[depth]++;
        }
      }
      if (sums[depth] + before > MOST_INSTRUCTIONS + i) {
        throw new PatternSyntaxException("expression is too large: its repetitions multiply");
      }
    }
    long repeated = java.util.Arrays.stream(sums, 0, depth + 1).sum() - regex.length();
    return before + Math.max(0, repeated);
  }

  /// The place of the bracket that ends a class.
  private static int endOfClass(String regex, int from) {
    int at = from + 1;
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    int first = at;
    int lastName = regex.lastIndexOf(":]");
    while (at < regex.length()) {
      char c = regex.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '[' && regex.startsWith("[:", at) && at + 2 <= lastName) {
        at = regex.indexOf(":]", at + 2) + 1;
      } else if (c == ']' && at > first) {
        return at;
      }
      at++;
    }
    return regex.length();
  }

  /// The highest number of `{n}`, `{n,}` or `{n,m}`; 0 when it is none of them.
  private static int repetitions(String regex, int from) {
    int most = 0;
    int number = 0;
    for (int i = from + 1; i < regex.length() && i < from + 12; i++) {
      char c = regex.charAt(i);
      if (c >= '0' && c <= '9') {
        number = Math.min(number * 10 + (c - '0'), 1_000_000);
      } else if (c == ',' || c == '}') {
        most = Math.max(most, number);
        number = 0;
        if (c == '}') {
          return most;
        }
      } else {
        return 0;
      }
    }
    return 0;
  }
}
