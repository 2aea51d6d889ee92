package dev.lockkeeper.rule.template;

import java.util.List;

/// `print` and `println`.
final class Printing {
  private Printing() {}

  /// Between two of which neither is a text stands a blank.
  static String print(List<Value> values, Budget budget) {
    var text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      boolean texts =
          values.get(i) instanceof Value.Text || (i > 0 && values.get(i - 1) instanceof Value.Text);
      text.append(i > 0 && !texts ? " " : "").append(one(values.get(i), budget));
    }
    return text.toString();
  }

  static String printLine(List<Value> values, Budget budget) {
    var text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      text.append(i > 0 ? " " : "").append(one(values.get(i), budget));
    }
    return text.append('\n').toString();
  }

  private static String one(Value value, Budget budget) {
    String text = value instanceof Value.Nothing ? "<nil>" : value.printed();
    budget.characters(text.length());
    return text;
  }
}
