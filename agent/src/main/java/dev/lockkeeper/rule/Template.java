package dev.lockkeeper.rule;

import dev.lockkeeper.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// A label's or annotation's text with `{{ … }}` in it, compiled. So far what most rules use: label
/// and value, and a chain of functions on it.
final class Template {
  /// Text in which something is wrong; offsets are in characters of the text.
  static final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    TemplateException(int offset, String message) {
      super(message);
      this.offset = offset;
    }

    int offset() {
      return offset;
    }
  }

  /// What a template can speak of.
  ///
  /// @param labels of the result, before the rule's own
  record Scope(Labels labels, double value, Labels externalLabels) {}

  private final List<TemplatePart> parts;

  private Template(List<TemplatePart> parts) {
    this.parts = parts;
  }

  static Template compile(String text) throws TemplateException {
    var parts = new ArrayList<TemplatePart>();
    int at = 0;
    while (true) {
      int open = text.indexOf("{{", at);
      if (open < 0) {
        parts.add(new TemplatePart.Text(text.substring(at)));
        return new Template(parts);
      }
      parts.add(new TemplatePart.Text(text.substring(at, open)));
      int close = text.indexOf("}}", open);
      if (close < 0) {
        throw new TemplateException(open, "template action is not closed: expected \"}}\"");
      }
      parts.add(new TemplateParser(text, open + 2, close).pipeline());
      at = close + 2;
    }
  }

  /// Whether it yields the same whatever the value is.
  boolean ignoresValue() {
    return parts.stream().noneMatch(TemplatePart::usesValue);
  }

  String expand(Scope scope) {
    if (parts.size() == 1) {
      return String.valueOf(parts.getFirst().evaluate(scope));
    }
    var text = new StringBuilder();
    for (var part : parts) {
      text.append(TemplateFunctions.text(part.evaluate(scope)));
    }
    return text.toString();
  }
}
