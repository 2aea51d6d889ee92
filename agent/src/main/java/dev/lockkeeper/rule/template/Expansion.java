package dev.lockkeeper.rule.template;

import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One expansion of a template: walks its blocks and puts out text.
final class Expansion {
  /// How a loop goes on.
  private enum Way {
    ON,
    BREAK,
    CONTINUE
  }

  private static final class Variable {
    private final String name;
    private Value value;

    Variable(String name, Value value) {
      this.name = name;
      this.value = value;
    }
  }

  private final String text;
  private final Map<String, Block.Sequence> defined;
  private final Scope scope;
  private final Queries queries;
  private final Budget budget = new Budget();
  private final StringBuilder out = new StringBuilder();
  private List<Variable> variables = new ArrayList<>();
  private int depth;

  Expansion(String text, Map<String, Block.Sequence> defined, Scope scope, Queries queries) {
    this.text = text;
    this.defined = defined;
    this.scope = scope;
    this.queries = queries;
  }

  Scope scope() {
    return scope;
  }

  Budget budget() {
    return budget;
  }

  Value query(String expression) {
    budget.query();
    return queries.query(expression, scope);
  }

  String run(Block.Sequence body) {
    var data = new Value.Data(scope);
    variables.add(new Variable("", data));
    for (String name : List.of("labels", "externalLabels", "externalURL", "value")) {
      variables.add(new Variable(name, given(name)));
    }
    run(body, data);
    return out.toString();
  }

  private Value given(String name) {
    return switch (name) {
      case "labels", "Labels" -> new Value.LabelMap(labels(scope.element()));
      case "externalLabels", "ExternalLabels" ->
          new Value.LabelMap(sorted(scope.externalLabels().toMap()));
      case "externalURL", "ExternalURL" -> new Value.Text(scope.externalUrl());
      case "value", "Value" -> new Value.Fraction(scope.value());
      default ->
          throw new ExpansionException(
              "can't evaluate field "
                  + name
                  + ": there are Labels, Value, ExternalLabels and ExternalURL");
    };
  }

  /// A series' name and labels as templates see them.
  static SortedMap<String, String> labels(SeriesId id) {
    var labels = sorted(id.labels().toMap());
    if (!id.metric().isEmpty()) {
      labels.put("__name__", id.metric());
    }
    return labels;
  }

  private static SortedMap<String, String> sorted(Map<String, String> map) {
    return map instanceof SortedMap<String, String> sorted ? sorted : new TreeMap<>(map);
  }

  // ---- blocks ---------------------------------------------------------------------------------

  private Way run(Block block, Value dot) {
    budget.step();
    return switch (block) {
      case Block.Text(String plain) -> {
        put(plain);
        yield Way.ON;
      }
      case Block.Sequence(var blocks) -> {
        var way = Way.ON;
        for (int i = 0; i < blocks.size() && way == Way.ON; i++) {
          way = run(blocks.get(i), dot);
        }
        yield way;
      }
      case Block.Action(var pipeline) -> {
        var value = evaluate(pipeline, dot);
        if (pipeline.variables().isEmpty()) {
          put(value.printed());
        }
        yield Way.ON;
      }
      case Block.If(var condition, var then, var otherwise) -> {
        int mark = variables.size();
        var way = run(evaluate(condition, dot).isTrue() ? then : otherwise, dot);
        forget(mark);
        yield way;
      }
      case Block.With(var pipeline, var then, var otherwise) -> {
        int mark = variables.size();
        var value = evaluate(pipeline, dot);
        var way = value.isTrue() ? run(then, value) : run(otherwise, dot);
        forget(mark);
        yield way;
      }
      case Block.Range range -> {
        int mark = variables.size();
        range(range, dot);
        forget(mark);
        yield Way.ON;
      }
      case Block.Include include -> {
        include(include, dot);
        yield Way.ON;
      }
      case Block.Break _ -> Way.BREAK;
      case Block.Continue _ -> Way.CONTINUE;
    };
  }

  private void put(String more) {
    budget.characters(more.length());
    out.append(more);
  }

  private void forget(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  /// What a loop meets: places or names, and what stands there.
  private record Each(Value key, Value value) {}

  private void range(Block.Range range, Value dot) {
    var over = evaluate(range.over().value(), dot);
    if (over instanceof Value.Whole(long times)) {
      for (long i = 0; i < times; i++) {
        if (!once(range, new Each(new Value.Whole(i), new Value.Whole(i)))) {
          return;
        }
      }
      if (times <= 0) {
        run(range.otherwise(), dot);
      }
      return;
    }
    var elements = elements(over, range.span());
    for (var element : elements) {
      if (!once(range, element)) {
        return;
      }
    }
    if (elements.isEmpty()) {
      run(range.otherwise(), dot);
    }
  }

  private List<Each> elements(Value over, Term.Span span) {
    var elements = new ArrayList<Each>();
    switch (over) {
      case Value.Samples(var samples) -> {
        for (int i = 0; i < samples.size(); i++) {
          elements.add(new Each(new Value.Whole(i), samples.get(i)));
        }
      }
      case Value.LabelMap(var labels) ->
          labels.forEach(
              (name, value) -> elements.add(new Each(new Value.Text(name), new Value.Text(value))));
      case Value.Arguments(var values) ->
          values.forEach((name, value) -> elements.add(new Each(new Value.Text(name), value)));
      case Value.Nothing _ -> {}
      case Value.Text _,
          Value.Fraction _,
          Value.Whole _,
          Value.Truth _,
          Value.Time _,
          Value.Sample _,
          Value.Data _ ->
          throw failure(span, "range can't iterate over " + over.printed());
    }
    return elements;
  }

  /// @return whether the loop goes on
  private boolean once(Block.Range range, Each element) {
    budget.step();
    int mark = variables.size();
    var names = range.over().variables();
    if (names.size() == 1) {
      set(names.getFirst(), element.value(), range.over().declares());
    } else if (names.size() == 2) {
      set(names.getFirst(), element.key(), range.over().declares());
      set(names.getLast(), element.value(), range.over().declares());
    }
    var way = run(range.each(), element.value());
    forget(mark);
    return way != Way.BREAK;
  }

  private void include(Block.Include include, Value dot) {
    var body = defined.get(include.name());
    if (body == null) {
      throw failure(include.span(), "template " + GoText.quoted(include.name()) + " not defined");
    }
    if (++depth > Budget.DEPTH) {
      throw failure(include.span(), "templates nested deeper than " + Budget.DEPTH);
    }
    var argument = include.argument();
    Value data = argument == null ? Value.Nothing.NOTHING : evaluate(argument, dot);
    var outside = variables;
    variables = new ArrayList<>();
    variables.add(new Variable("", data));
    run(body, data);
    variables = outside;
    depth--;
  }

  private void set(String name, Value value, boolean declares) {
    if (declares) {
      variables.add(new Variable(name, value));
    } else {
      variable(name).value = value;
    }
  }

  private Variable variable(String name) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(name)) {
        return variables.get(i);
      }
    }
    throw new ExpansionException("undefined variable $" + name);
  }

  // ---- values ---------------------------------------------------------------------------------

  private Value evaluate(Term term, Value dot) {
    budget.step();
    return switch (term) {
      case Term.Constant(Value value) -> value;
      case Term.Dot() -> dot;
      case Term.Variable(String name) -> variable(name).value;
      case Term.Fields(Term of, List<String> names, Term.Span span) -> {
        var value = evaluate(of, dot);
        for (String name : names) {
          value = field(value, name, span);
        }
        yield value;
      }
      case Term.Call call -> call(call, dot);
      case Term.NoFunction(Term _, Term.Span span) ->
          throw failure(span, "can't give argument to non-function");
      case Term.Pipeline pipeline -> {
        var value = evaluate(pipeline.value(), dot);
        for (String name : pipeline.variables()) {
          set(name, value, pipeline.declares());
        }
        yield value;
      }
    };
  }

  private Value call(Term.Call call, Value dot) {
    if (call.function() == Function.AND || call.function() == Function.OR) {
      return choice(call, dot);
    }
    var arguments = new ArrayList<Value>(call.arguments().size());
    for (Term argument : call.arguments()) {
      arguments.add(evaluate(argument, dot));
    }
    try {
      return call.function().apply(arguments, this);
    } catch (ExpansionException e) {
      throw failure(call.span(), String.valueOf(e.getMessage()));
    }
  }

  /// `and`: the first that is not true, else the last; `or`: the first that is true, else the last.
  private Value choice(Term.Call call, Value dot) {
    Value value = null;
    for (Term argument : call.arguments()) {
      value = evaluate(argument, dot);
      if (value.isTrue() == (call.function() == Function.OR)) {
        return value;
      }
    }
    if (value == null) {
      throw failure(call.span(), call.function().wrongNumber(0));
    }
    return value;
  }

  private Value field(Value value, String name, Term.Span span) {
    return switch (value) {
      case Value.Data _ -> {
        try {
          yield given(Character.isUpperCase(name.charAt(0)) ? name : "." + name);
        } catch (ExpansionException e) {
          throw failure(span, String.valueOf(e.getMessage()));
        }
      }
      case Value.LabelMap(var labels) -> new Value.Text(labels.getOrDefault(name, ""));
      case Value.Arguments(var values) -> values.getOrDefault(name, Value.Nothing.NOTHING);
      case Value.Sample(var labels, double _) when name.equals("Labels") ->
          new Value.LabelMap(labels);
      case Value.Sample(var _, double number) when name.equals("Value") ->
          new Value.Fraction(number);
      case Value.Nothing _ -> throw failure(span, "nil data; no entry for key \"" + name + "\"");
      case Value.Sample _,
          Value.Samples _,
          Value.Text _,
          Value.Fraction _,
          Value.Whole _,
          Value.Truth _,
          Value.Time _ ->
          throw failure(span, "can't evaluate field " + name + " in type " + value.type());
    };
  }

  private ExpansionException failure(Term.Span span, @Nullable String message) {
    String where = text.substring(span.start(), Math.min(span.end(), text.length())).strip();
    if (where.length() > 60) {
      where = where.substring(0, 60) + "…";
    }
    return new ExpansionException("at <" + where + ">: " + message);
  }
}
