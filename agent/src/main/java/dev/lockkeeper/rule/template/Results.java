package dev.lockkeeper.rule.template;

import dev.lockkeeper.rule.template.Arguments.WrongArgument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Functions on what queries yield, and on lists and maps.
final class Results {
  private Results() {}

  static Value.Sample sample(List<Value> arguments, int index) {
    if (arguments.get(index) instanceof Value.Sample sample) {
      return sample;
    }
    throw Arguments.wrongType("*template.sample", arguments.get(index));
  }

  private static Value.Samples samples(Value value) {
    if (value instanceof Value.Samples samples) {
      return samples;
    }
    throw Arguments.wrongType("template.queryResult", value);
  }

  static Value first(Value value) {
    var samples = samples(value).samples();
    if (samples.isEmpty()) {
      throw new WrongArgument("first() called on vector with no elements");
    }
    return samples.getFirst();
  }

  static Value label(List<Value> arguments) {
    return new Value.Text(
        sample(arguments, 1).labels().getOrDefault(Arguments.text(arguments, 0), ""));
  }

  static Value stringValue(List<Value> arguments) {
    return new Value.Text(sample(arguments, 0).labels().getOrDefault("__value__", ""));
  }

  static Value sorted(List<Value> arguments) {
    String label = Arguments.text(arguments, 0);
    var sorted = new ArrayList<>(samples(arguments.get(1)).samples());
    sorted.sort(Comparator.comparing(sample -> sample.labels().getOrDefault(label, "")));
    return new Value.Samples(sorted);
  }

  static Value arguments(List<Value> arguments) {
    var values = new TreeMap<String, Value>();
    for (int i = 0; i < arguments.size(); i++) {
      values.put("arg" + i, arguments.get(i));
    }
    return new Value.Arguments(values);
  }

  static int length(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
      case Value.Samples(var samples) -> samples.size();
      case Value.LabelMap(var labels) -> labels.size();
      case Value.Arguments(var values) -> values.size();
      case Value.Fraction _,
          Value.Whole _,
          Value.Truth _,
          Value.Nothing _,
          Value.Time _,
          Value.Sample _,
          Value.Data _ ->
          throw new WrongArgument("len of type " + value.type());
    };
  }

  /// `index x 1 "a"`: what stands in `x` at 1, and in that at "a".
  static Value index(List<Value> arguments) {
    var value = arguments.getFirst();
    for (int i = 1; i < arguments.size(); i++) {
      value =
          switch (value) {
            case Value.Samples(var samples) ->
                samples.get(place(arguments.get(i), samples.size() - 1));
            case Value.Text(String text) -> {
              byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
              yield new Value.Whole(bytes[place(arguments.get(i), bytes.length - 1)] & 0xff);
            }
            case Value.LabelMap(var labels) ->
                new Value.Text(labels.getOrDefault(Arguments.text(arguments, i), ""));
            case Value.Arguments(var values) ->
                values.getOrDefault(Arguments.text(arguments, i), Value.Nothing.NOTHING);
            case Value.Nothing _ -> throw new WrongArgument("index of untyped nil");
            case Value.Fraction _,
                Value.Whole _,
                Value.Truth _,
                Value.Time _,
                Value.Sample _,
                Value.Data _ ->
                throw new WrongArgument("can't index item of type " + value.type());
          };
    }
    return value;
  }

  /// `slice x 1 2`: of a text or a result what stands from 1 to before 2.
  static Value slice(List<Value> arguments) {
    var value = arguments.getFirst();
    int length = length(value);
    int from = arguments.size() > 1 ? place(arguments.get(1), length) : 0;
    int to = arguments.size() > 2 ? place(arguments.get(2), length) : length;
    if (from > to) {
      throw new WrongArgument("invalid slice index: " + from + " > " + to);
    }
    if (value instanceof Value.Samples(var samples)) {
      return new Value.Samples(samples.subList(from, to));
    }
    if (value instanceof Value.Text(String text)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Value.Text(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
    throw new WrongArgument("can't slice item of type " + value.type());
  }

  private static int place(Value index, int last) {
    if (!(index instanceof Value.Whole(long number))) {
      throw new WrongArgument("cannot index slice/array with type " + index.type());
    }
    if (number < 0 || number > last) {
      throw new WrongArgument("index out of range: " + number);
    }
    return (int) number;
  }
}
