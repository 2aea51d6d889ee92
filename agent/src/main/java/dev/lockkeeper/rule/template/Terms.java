package dev.lockkeeper.rule.template;

import dev.lockkeeper.rule.template.Lexer.Kind;
import dev.lockkeeper.rule.template.Lexer.Token;
import dev.lockkeeper.rule.template.Term.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parses pipelines: what stands between the braces and yields a value.
final class Terms {
  private final Parser parser;
  private final List<String> doubts = new ArrayList<>();
  private boolean usesValue;
  private boolean usesSeries;

  Terms(Parser parser) {
    this.parser = parser;
  }

  boolean usesValue() {
    return usesValue;
  }

  boolean usesSeries() {
    return usesSeries;
  }

  List<String> doubts() {
    return List.copyOf(doubts);
  }

  /// @param mostVariables how many it may set
  /// @param context for the message when it is empty
  Term.Pipeline pipeline(int mostVariables, String context) throws TemplateException {
    var first = parser.peek();
    parser.enter(first);
    var variables = new ArrayList<String>();
    boolean declares = variables(mostVariables, variables);
    parser.skipBlanks();
    if (ends(parser.peek())) {
      throw new TemplateException(parser.peek().start(), "missing value for " + context);
    }
    Term value = command(null);
    parser.skipBlanks();
    while (parser.peek().is("|")) {
      parser.take();
      parser.skipBlanks();
      if (ends(parser.peek())) {
        throw new TemplateException(parser.peek().start(), "expected a function after \"|\"");
      }
      value = command(value);
      parser.skipBlanks();
    }
    if (declares) {
      variables.forEach(parser::declare);
    }
    parser.leave();
    return new Term.Pipeline(variables, declares, value);
  }

  private static boolean ends(Token token) {
    return token.kind() == Kind.CLOSE || token.kind() == Kind.END || token.is(")") || token.is("|");
  }

  /// `$x :=`, `$x =` or `$i, $x :=`, where that stands here.
  ///
  /// @return whether they are new
  private boolean variables(int most, List<String> names) throws TemplateException {
    int place = parser.place();
    while (parser.peek().kind() == Kind.VARIABLE) {
      var variable = parser.take();
      parser.skipBlanks();
      var next = parser.peek();
      names.add(variable.text());
      if (next.is(":=") || next.is("=")) {
        parser.take();
        if (names.size() > most) {
          throw new TemplateException(variable.start(), "too many declarations");
        }
        for (String name : names) {
          if (next.is("=") && !parser.knows(name)) {
            throw new TemplateException(variable.start(), "undefined variable \"$" + name + "\"");
          }
        }
        return next.is(":=");
      }
      if (!next.is(",") || names.size() >= 2) {
        break;
      }
      parser.take();
      parser.skipBlanks();
    }
    names.clear();
    parser.back(place);
    return false;
  }

  /// A function with its arguments, or one operand.
  ///
  /// @param piped what stood before the bar; null at the beginning
  private Term command(@Nullable Term piped) throws TemplateException {
    var first = parser.peek();
    var arguments = new ArrayList<Term>();
    if (first.kind() == Kind.WORD && !isConstant(first)) {
      parser.take();
      var function = function(first);
      int end = first.end();
      while (nextArgument()) {
        arguments.add(operand());
        end = parser.peek().start();
      }
      if (piped != null) {
        arguments.add(piped);
      }
      String wrong = function.wrongNumber(arguments.size());
      if (!wrong.isEmpty()) {
        doubts.add(wrong);
      }
      return new Term.Call(function, arguments, new Span(first.start(), end));
    }
    var operand = operand();
    int end = parser.peek().start();
    if (operand instanceof Term.Constant(Value.Nothing _)) {
      throw new TemplateException(first.start(), "nil is not a command");
    }
    if (nextArgument() || piped != null) {
      if (nextArgument() && operand instanceof Term.Constant) {
        throw new TemplateException(
            first.start(), "can't give an argument to a non-function: " + first.text());
      }
      while (nextArgument()) {
        operand();
        end = parser.peek().start();
      }
      doubts.add("can't give an argument to what is not a function");
      return new Term.NoFunction(operand, new Span(first.start(), end));
    }
    return operand;
  }

  private boolean nextArgument() {
    if (parser.peek().kind() != Kind.BLANK) {
      return false;
    }
    var next = parser.peekBehindBlanks();
    return !ends(next) && !next.is(",") && !next.is("=") && !next.is(":=");
  }

  private static boolean isConstant(Token word) {
    return word.isWord("true") || word.isWord("false") || word.isWord("nil");
  }

  private Function function(Token word) throws TemplateException {
    var function = Function.named(word.text());
    if (function == null) {
      throw new TemplateException(word.start(), Function.unknown(word.text()));
    }
    usesSeries |= function == Function.QUERY || function == Function.NOW;
    return function;
  }

  /// A term and the fields behind it, without a blank between.
  private Term operand() throws TemplateException {
    parser.skipBlanks();
    var first = parser.peek();
    var term = term();
    var names = new ArrayList<String>();
    while (parser.peek().kind() == Kind.FIELD) {
      names.add(parser.take().text());
    }
    var next = parser.peek();
    boolean separated =
        next.kind() == Kind.BLANK || ends(next) || next.is(",") || next.is("=") || next.is(":=");
    if (!separated) {
      throw new TemplateException(next.start(), "unexpected \"" + next.text() + "\"");
    }
    if (names.isEmpty()) {
      usesValue |= term instanceof Term.Dot || isVariable(term, "") || isVariable(term, "value");
      return term;
    }
    if (term instanceof Term.Constant) {
      throw new TemplateException(first.start(), "unexpected field of a constant");
    }
    usesValue |= names.contains("Value") || isVariable(term, "value");
    return new Term.Fields(term, names, new Span(first.start(), next.start()));
  }

  private static boolean isVariable(Term term, String name) {
    return term instanceof Term.Variable(String variable) && variable.equals(name);
  }

  private Term term() throws TemplateException {
    var token = parser.take();
    return switch (token.kind()) {
      case STRING -> new Term.Constant(new Value.Text(token.text()));
      case CHARACTER -> {
        if (token.text().codePointCount(0, token.text().length()) != 1) {
          throw new TemplateException(token.start(), "malformed character constant");
        }
        yield new Term.Constant(new Value.Whole(token.text().codePointAt(0)));
      }
      case NUMBER -> new Term.Constant(Constants.number(token));
      case DOT -> new Term.Dot();
      case FIELD -> {
        // the dot's own field: taken again behind it
        parser.back(parser.place() - 1);
        yield new Term.Dot();
      }
      case VARIABLE -> {
        if (!parser.knows(token.text())) {
          throw new TemplateException(
              token.start(),
              "undefined variable \"$" + token.text() + "\": there are $labels, $value and others");
        }
        yield new Term.Variable(token.text());
      }
      case WORD ->
          switch (token.text()) {
            case "true" -> new Term.Constant(new Value.Truth(true));
            case "false" -> new Term.Constant(new Value.Truth(false));
            case "nil" -> new Term.Constant(Value.Nothing.NOTHING);
            default ->
                new Term.Call(function(token), List.of(), new Span(token.start(), token.end()));
          };
      case SYMBOL -> {
        if (!token.is("(")) {
          throw new TemplateException(token.start(), "unexpected \"" + token.text() + "\"");
        }
        parser.skipBlanks();
        var inner = pipeline(0, "parenthesized pipeline");
        parser.skipBlanks();
        if (!parser.peek().is(")")) {
          throw new TemplateException(token.start(), "unclosed left parenthesis");
        }
        parser.take();
        yield inner;
      }
      case TEXT, OPEN, CLOSE, BLANK, END ->
          throw new TemplateException(token.start(), "unexpected end of an action");
    };
  }
}
