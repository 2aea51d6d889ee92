package dev.lockkeeper.rule.template;

import dev.lockkeeper.rule.template.Lexer.Kind;
import dev.lockkeeper.rule.template.Lexer.Token;
import dev.lockkeeper.rule.template.Term.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parses a template: what stands outside of actions, and the actions that enclose others.
final class Parser {
  /// Blocks and parentheses within one another.
  private static final int DEEPEST = 100;

  /// What Prometheus puts before every text of an alert.
  private static final List<String> GIVEN =
      List.of("", "labels", "externalLabels", "externalURL", "value");

  /// @param doubts what will fail whenever it is expanded
  record Result(
      Block.Sequence body,
      Map<String, Block.Sequence> defined,
      boolean usesValue,
      boolean usesSeries,
      List<String> doubts) {}

  private final List<Token> tokens;
  private final Map<String, Block.Sequence> defined = new HashMap<>();
  private final Terms terms = new Terms(this);
  private Deque<String> variables = new ArrayDeque<>(GIVEN);
  private int at;
  private int depth;
  private int loops;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Result parse(String text) throws TemplateException {
    var parser = new Parser(Lexer.tokens(text));
    var body = parser.sequence(Set.of());
    return new Result(
        body,
        Map.copyOf(parser.defined),
        parser.terms.usesValue(),
        parser.terms.usesSeries(),
        parser.terms.doubts());
  }

  Token peek() {
    return tokens.get(at);
  }

  Token take() {
    return tokens.get(at++);
  }

  int place() {
    return at;
  }

  void back(int place) {
    at = place;
  }

  /// The next one that is no blank, not taken.
  Token peekBehindBlanks() {
    int next = at;
    while (tokens.get(next).kind() == Kind.BLANK) {
      next++;
    }
    return tokens.get(next);
  }

  void skipBlanks() {
    while (peek().kind() == Kind.BLANK) {
      at++;
    }
  }

  void enter(Token where) throws TemplateException {
    if (++depth > DEEPEST) {
      throw new TemplateException(where.start(), "nested deeper than " + DEEPEST + " levels");
    }
  }

  void leave() {
    depth--;
  }

  boolean knows(String variable) {
    return variables.contains(variable);
  }

  void declare(String variable) {
    variables.addLast(variable);
  }

  /// Everything up to an action of which the first word is one of these; at the top, to the end.
  private Block.Sequence sequence(Set<String> ends) throws TemplateException {
    enter(peek());
    var blocks = new ArrayList<Block>();
    while (true) {
      var token = peek();
      if (token.kind() == Kind.END) {
        if (!ends.isEmpty()) {
          throw new TemplateException(token.start(), "unexpected end: expected {{ end }}");
        }
        break;
      }
      if (token.kind() == Kind.TEXT) {
        blocks.add(new Block.Text(take().text()));
        continue;
      }
      var keyword =
          tokens.get(at + 1).kind() == Kind.BLANK ? tokens.get(at + 2) : tokens.get(at + 1);
      if (keyword.kind() == Kind.WORD && ends.contains(keyword.text())) {
        break;
      }
      take();
      skipBlanks();
      var block = action();
      if (block != null) {
        blocks.add(block);
      }
    }
    leave();
    return new Block.Sequence(blocks);
  }

  /// Behind the opening braces.
  private @Nullable Block action() throws TemplateException {
    var word = peek();
    if (word.kind() != Kind.WORD) {
      return pipelineAction();
    }
    return switch (word.text()) {
      case "if" -> ifBlock();
      case "with" -> withBlock();
      case "range" -> range();
      case "template" -> include();
      case "define" -> {
        define();
        yield null;
      }
      case "block" -> block();
      case "break", "continue" -> {
        take();
        if (loops == 0) {
          throw new TemplateException(word.start(), "{{" + word.text() + "}} outside {{range}}");
        }
        close();
        yield word.text().equals("break") ? new Block.Break() : new Block.Continue();
      }
      case "end", "else" ->
          throw new TemplateException(word.start(), "unexpected {{" + word.text() + "}}");
      default -> pipelineAction();
    };
  }

  private Block pipelineAction() throws TemplateException {
    var pipeline = terms.pipeline(1, "command");
    close();
    return new Block.Action(pipeline);
  }

  private void close() throws TemplateException {
    skipBlanks();
    if (peek().kind() != Kind.CLOSE) {
      throw new TemplateException(
          peek().start(), "unexpected \"" + peek().text() + "\", expected \"}}\"");
    }
    take();
  }

  private Block ifBlock() throws TemplateException {
    var scope = begin();
    var condition = terms.pipeline(1, "if");
    close();
    var then = sequence(Set.of("else", "end"));
    var otherwise = otherwise("if");
    variables = scope;
    return new Block.If(condition, then, otherwise);
  }

  private Block withBlock() throws TemplateException {
    var scope = begin();
    var value = terms.pipeline(1, "with");
    close();
    var then = sequence(Set.of("else", "end"));
    var otherwise = otherwise("with");
    variables = scope;
    return new Block.With(value, then, otherwise);
  }

  private Block range() throws TemplateException {
    var word = peek();
    var scope = begin();
    var over = terms.pipeline(2, "range");
    int end = peek().start();
    close();
    loops++;
    var each = sequence(Set.of("else", "end"));
    loops--;
    var otherwise = otherwise("");
    variables = scope;
    return new Block.Range(over, each, otherwise, new Span(word.start(), end));
  }

  /// Takes the keyword.
  ///
  /// @return the variables that are known outside
  private Deque<String> begin() {
    take();
    skipBlanks();
    var outside = variables;
    variables = new ArrayDeque<>(outside);
    return outside;
  }

  /// From `{{ else` or `{{ end` on.
  ///
  /// @param chain what may stand behind `else`
  private Block.Sequence otherwise(String chain) throws TemplateException {
    take();
    skipBlanks();
    var word = take();
    if (word.isWord("end")) {
      close();
      return Block.Sequence.EMPTY;
    }
    skipBlanks();
    if (!chain.isEmpty() && peek().isWord(chain)) {
      enter(word);
      var nested = chain.equals("if") ? ifBlock() : withBlock();
      leave();
      return new Block.Sequence(List.of(nested));
    }
    close();
    var blocks = sequence(Set.of("end", "else"));
    take();
    skipBlanks();
    var end = take();
    if (!end.isWord("end")) {
      throw new TemplateException(end.start(), "expected {{ end }}, found {{ else }}");
    }
    close();
    return blocks;
  }

  private Block include() throws TemplateException {
    var word = take();
    String name = name();
    skipBlanks();
    Term argument = peek().kind() == Kind.CLOSE ? null : terms.pipeline(1, "template");
    int end = peek().start();
    close();
    return new Block.Include(name, argument, new Span(word.start(), end));
  }

  private String name() throws TemplateException {
    skipBlanks();
    var name = take();
    if (name.kind() != Kind.STRING) {
      throw new TemplateException(name.start(), "expected a template's name in quotes");
    }
    return name.text();
  }

  private void define() throws TemplateException {
    var word = take();
    if (depth > 1) {
      throw new TemplateException(word.start(), "unexpected {{define}}: it must not be enclosed");
    }
    String name = name();
    close();
    defined.put(name, named());
  }

  /// `{{ block "name" pipeline }}`: defined and included at once.
  private Block block() throws TemplateException {
    var word = take();
    String name = name();
    skipBlanks();
    var argument = terms.pipeline(1, "block");
    int end = peek().start();
    close();
    defined.put(name, named());
    return new Block.Include(name, argument, new Span(word.start(), end));
  }

  /// The body of a named template, which knows no variable but `$`.
  private Block.Sequence named() throws TemplateException {
    var outside = variables;
    int around = loops;
    variables = new ArrayDeque<>(List.of(""));
    loops = 0;
    var body = sequence(Set.of("end"));
    take();
    skipBlanks();
    take();
    close();
    variables = outside;
    loops = around;
    return body;
  }
}
