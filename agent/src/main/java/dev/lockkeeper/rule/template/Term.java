package dev.lockkeeper.rule.template;

import java.util.List;

/// What yields a value within an action.
sealed interface Term {
  record Constant(Value value) implements Term {}

  record Dot() implements Term {}

  /// @param name empty for `$` itself
  record Variable(String name) implements Term {}

  /// `.a.b`, or `$x.a`: fields of what another term yields.
  record Fields(Term of, List<String> names, Span span) implements Term {
    public Fields {
      names = List.copyOf(names);
    }
  }

  /// A function with its arguments; what is piped into it is the last of them.
  record Call(Function function, List<Term> arguments, Span span) implements Term {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// A command that can't be called although something is piped into it: fails when it is reached.
  record NoFunction(Term first, Span span) implements Term {}

  /// Commands one behind the other.
  ///
  /// @param variables to be set: none, one, or two for `range`
  /// @param declares whether they are new (`:=`) or set again (`=`)
  record Pipeline(List<String> variables, boolean declares, Term value) implements Term {
    public Pipeline {
      variables = List.copyOf(variables);
    }
  }

  /// Where it stands in the text.
  record Span(int start, int end) {}
}
