package dev.lockkeeper.rule;

import dev.lockkeeper.rule.Template.Scope;
import java.util.List;

/// One part of a template. It evaluates to a String or a Double.
sealed interface TemplatePart {
  Object evaluate(Scope scope);

  boolean usesValue();

  record Text(String text) implements TemplatePart {
    @Override
    public Object evaluate(Scope scope) {
      return text;
    }

    @Override
    public boolean usesValue() {
      return false;
    }
  }

  record Constant(double number) implements TemplatePart {
    @Override
    public Object evaluate(Scope scope) {
      return number;
    }

    @Override
    public boolean usesValue() {
      return false;
    }
  }

  record Value() implements TemplatePart {
    @Override
    public Object evaluate(Scope scope) {
      return scope.value();
    }

    @Override
    public boolean usesValue() {
      return true;
    }
  }

  record Label(String name, boolean external) implements TemplatePart {
    @Override
    public Object evaluate(Scope scope) {
      return (external ? scope.externalLabels() : scope.labels()).value(name);
    }

    @Override
    public boolean usesValue() {
      return false;
    }
  }

  record Call(TemplateFunctions function, List<TemplatePart> arguments) implements TemplatePart {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Object evaluate(Scope scope) {
      return function.apply(arguments.stream().map(argument -> argument.evaluate(scope)).toList());
    }

    @Override
    public boolean usesValue() {
      return arguments.stream().anyMatch(TemplatePart::usesValue);
    }
  }
}
