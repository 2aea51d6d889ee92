package dev.lockkeeper.rule.template;

import java.util.List;
import java.util.Map;

/// A label's or annotation's text with `{{ … }}` in it, compiled: Go's text/template with the
/// functions of Prometheus (its documentation, "Template reference"). For one thread at a time.
///
/// An expansion is bounded in steps, in characters and in queries ([Budget]): no text can hang the
/// one who expands it, or fill its memory.
public final class Template {
  private final String text;
  private final Block.Sequence body;
  private final Map<String, Block.Sequence> defined;
  private final boolean plain;
  private final boolean usesValue;
  private final boolean usesSeries;
  private final List<String> doubts;
  private final Queries queries = new Queries();

  private Template(String text, Parser.Result parsed) {
    this.text = text;
    this.body = parsed.body();
    this.defined = parsed.defined();
    this.plain = !text.contains("{{");
    this.usesValue = parsed.usesValue();
    this.usesSeries = parsed.usesSeries();
    this.doubts = parsed.doubts();
  }

  /// @throws TemplateException where it is no template
  public static Template compile(String text) throws TemplateException {
    return new Template(text, Parser.parse(text));
  }

  /// Whether it yields the same whatever the value is.
  public boolean ignoresValue() {
    return !usesValue;
  }

  /// Whether what it yields depends on other series, or on the time.
  public boolean asksSeries() {
    return usesSeries;
  }

  /// What can be seen to fail whenever it is expanded, although it is a template.
  public List<String> doubts() {
    return doubts;
  }

  /// What it yields; where that fails, as in Prometheus, a text that says so.
  public String expand(Scope scope) {
    if (plain) {
      return text;
    }
    try {
      return new Expansion(text, defined, scope, queries).run(body);
    } catch (ExpansionException e) {
      return "<error expanding template: " + e.getMessage() + ">";
    }
  }
}
