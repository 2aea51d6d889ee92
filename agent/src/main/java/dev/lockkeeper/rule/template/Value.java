package dev.lockkeeper.rule.template;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What templates work with: the kinds of values that Prometheus' functions take and give.
sealed interface Value {
  record Text(String text) implements Value {}

  record Whole(long number) implements Value {}

  record Fraction(double number) implements Value {}

  record Truth(boolean holds) implements Value {}

  /// `nil`, or a key that is not there.
  enum Nothing implements Value {
    NOTHING
  }

  record Time(Instant instant) implements Value {}

  /// Names and texts: `$labels`.
  record LabelMap(SortedMap<String, String> labels) implements Value {}

  /// What `args` yields.
  record Arguments(SortedMap<String, Value> values) implements Value {}

  /// One element of a query's result.
  record Sample(SortedMap<String, String> labels, double value) implements Value {}

  record Samples(List<Sample> samples) implements Value {
    public Samples {
      samples = List.copyOf(samples);
    }
  }

  /// The dot that a template begins with.
  record Data(Scope scope) implements Value {}

  /// Whether `if` takes it for true.
  default boolean isTrue() {
    return switch (this) {
      case Text(String text) -> !text.isEmpty();
      case Whole(long number) -> number != 0;
      case Fraction(double number) -> number != 0;
      case Truth(boolean holds) -> holds;
      case Nothing _ -> false;
      case LabelMap(var labels) -> !labels.isEmpty();
      case Arguments(var values) -> !values.isEmpty();
      case Samples(var samples) -> !samples.isEmpty();
      case Time _, Sample _, Data _ -> true;
    };
  }

  /// What Go calls its type.
  default String type() {
    return switch (this) {
      case Text _ -> "string";
      case Whole _ -> "int";
      case Fraction _ -> "float64";
      case Truth _ -> "bool";
      case Nothing _ -> "nil";
      case Time _ -> "*time.Time";
      case LabelMap _ -> "map[string]string";
      case Arguments _ -> "map[string]interface {}";
      case Sample _ -> "*template.sample";
      case Samples _ -> "template.queryResult";
      case Data _ -> "struct { Labels, ExternalLabels, ExternalURL, Value }";
    };
  }

  /// As Go prints it (`%v`).
  default String printed() {
    return switch (this) {
      case Text(String text) -> text;
      case Whole(long number) -> Long.toString(number);
      case Fraction(double number) -> GoFloat.shortest(number);
      case Truth(boolean holds) -> Boolean.toString(holds);
      case Nothing _ -> "<no value>";
      case Time(Instant instant) -> Times.text(instant);
      case LabelMap(var labels) -> map(labels);
      case Arguments(var values) ->
          values.entrySet().stream()
              .map(entry -> entry.getKey() + ":" + entry.getValue().printed())
              .collect(Collectors.joining(" ", "map[", "]"));
      case Sample(var labels, double value) ->
          "{" + map(labels) + " " + GoFloat.shortest(value) + "}";
      // Go prints addresses here, which say nothing to anybody
      case Samples(var samples) ->
          samples.stream().map(Value::printed).collect(Collectors.joining(" ", "[", "]"));
      case Data(Scope scope) ->
          "{"
              + map(Expansion.labels(scope.element()))
              + " "
              + map(scope.externalLabels().toMap())
              + " "
              + scope.externalUrl()
              + " "
              + GoFloat.shortest(scope.value())
              + "}";
    };
  }

  private static String map(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(" ", "map[", "]"));
  }

  /// How Go writes a time in UTC.
  final class Times {
    private static final DateTimeFormatter SECONDS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the fraction is what is meant
    static String text(Instant instant) {
      String text = SECONDS.format(instant.atZone(ZoneOffset.UTC));
      int nanos = instant.getNano();
      if (nanos != 0) {
        text += ("." + String.format(Locale.ROOT, "%09d", nanos)).replaceAll("0+$", "");
      }
      return text + " +0000 UTC";
    }
  }
}
