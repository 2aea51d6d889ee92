package dev.lockkeeper.rule;

import dev.lockkeeper.rule.Template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Parses what stands between `{{` and `}}`: `$labels.x`, `$value | humanize`, `printf "%.1f"
/// $value`.
final class TemplateParser {
  private static final Pattern WORD =
      Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|\\||[^\\s|\"`]+)");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?");
  private static final Pattern LABEL =
      Pattern.compile("(\\$labels|\\.Labels|\\$externalLabels|\\.ExternalLabels)\\.(\\w+)");

  private record Word(String text, int offset) {}

  private final List<Word> words = new ArrayList<>();
  private final int start;
  private int at;

  /// @param from behind the opening braces
  /// @param to before the closing ones
  TemplateParser(String text, int from, int to) throws TemplateException {
    this.start = from;
    int end = to > from && text.charAt(to - 1) == '-' ? to - 1 : to;
    int begin = from < end && text.charAt(from) == '-' ? from + 1 : from;
    var matcher = WORD.matcher(text).region(begin, end);
    int behind = begin;
    while (matcher.lookingAt()) {
      words.add(new Word(matcher.group(1), matcher.start(1)));
      behind = matcher.end();
      matcher.region(behind, end);
    }
    if (!text.substring(behind, end).isBlank()) {
      throw new TemplateException(behind, "unexpected " + text.substring(behind, end).strip());
    }
  }

  TemplatePart pipeline() throws TemplateException {
    if (words.isEmpty()) {
      throw new TemplateException(start, "template action is empty");
    }
    var part = command(List.of());
    while (at < words.size()) {
      at++;
      if (at == words.size()) {
        throw new TemplateException(words.getLast().offset(), "expected a function after \"|\"");
      }
      part = command(List.of(part));
    }
    return part;
  }

  /// One function with its arguments, or one operand.
  ///
  /// @param piped what stood before the bar: the last argument
  private TemplatePart command(List<TemplatePart> piped) throws TemplateException {
    var first = words.get(at++);
    var function = TemplateFunctions.of(first.text());
    if (function == null) {
      var operand = operand(first);
      if (!piped.isEmpty() || (at < words.size() && !words.get(at).text().equals("|"))) {
        throw new TemplateException(
            first.offset(), "can't call " + first.text() + ": it is not a function");
      }
      return operand;
    }
    var arguments = new ArrayList<TemplatePart>();
    while (at < words.size() && !words.get(at).text().equals("|")) {
      arguments.add(operand(words.get(at++)));
    }
    arguments.addAll(piped);
    String wrong = function.check(arguments);
    if (!wrong.isEmpty()) {
      throw new TemplateException(first.offset(), wrong);
    }
    return new TemplatePart.Call(function, arguments);
  }

  private static TemplatePart operand(Word word) throws TemplateException {
    String text = word.text();
    if (text.equals("$value") || text.equals(".Value")) {
      return new TemplatePart.Value();
    }
    var label = LABEL.matcher(text);
    if (label.matches()) {
      boolean external = label.group(1).toLowerCase(java.util.Locale.ROOT).contains("external");
      return new TemplatePart.Label(label.group(2), external);
    }
    if (text.startsWith("`")) {
      return new TemplatePart.Text(text.substring(1, text.length() - 1));
    }
    if (text.startsWith("\"")) {
      return new TemplatePart.Text(text.substring(1, text.length() - 1).translateEscapes());
    }
    if (NUMBER.matcher(text).matches()) {
      try {
        return new TemplatePart.Constant(Double.parseDouble(text));
      } catch (NumberFormatException e) {
        throw new TemplateException(word.offset(), "not a number: " + text);
      }
    }
    if (text.startsWith("$") || text.startsWith(".")) {
      throw new TemplateException(
          word.offset(), "unknown variable " + text + ": there are $labels.NAME and $value");
    }
    throw new TemplateException(
        word.offset(),
        "template function \""
            + text
            + "\" is not supported; there are "
            + TemplateFunctions.names());
  }
}
