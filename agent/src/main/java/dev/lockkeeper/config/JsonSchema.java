package dev.lockkeeper.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// JSON Schemas of the files that people write, made of what their readers hold them against: for
/// editors, which complete and check by them. Draft 7, which is what YAML's language server speaks
/// best. What no schema can say (bounds of durations, whether an expression is PromQL) `lockkeeper
/// check` says.
public final class JsonSchema {
  /// A value that an environment variable goes into: what comes out, only the agent knows.
  private static final String ENVIRONMENT = "\\$\\{";

  /// As [DurationText] reads them; not empty.
  private static final String SPAN =
      "(?=.)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?";

  /// As [SizeText] reads them.
  private static final String SIZE = "[0-9]+(B|[KMGT]iB|kB|[MGT]B)";

  private final JsonNodeFactory nodes = JsonNodeFactory.instance;

  /// whether values may hold `${NAME}`
  private final boolean environment;

  private JsonSchema(boolean environment) {
    this.environment = environment;
  }

  /// Of config.yml.
  public static String ofConfig() {
    return new JsonSchema(true).text("Lockkeeper's configuration", ConfigFile.KEYS);
  }

  /// Of rule files: Prometheus' and ours.
  public static String ofRules() {
    return new JsonSchema(false)
        .text("Prometheus rule file, with Lockkeeper's `remedy` and `mode`", RuleGroupSection.FILE);
  }

  /// Of files of unit tests of rules: promtool's, and `exp_remedies`.
  public static String ofRuleTests() {
    return new JsonSchema(false)
        .text("Unit tests of rules, as promtool's, with `exp_remedies`", RuleTestSection.FILE);
  }

  private String text(String title, Keys keys) {
    var root = nodes.objectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", title);
    root.setAll(mapping(keys));
    // an empty file is one without keys
    root.set("type", nodes.arrayNode().add("object").add("null"));
    try {
      return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private ObjectNode mapping(Keys keys) {
    var schema = nodes.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    for (Key key : keys.all()) {
      properties.set(key.name(), key(key));
    }
    if (!keys.open()) {
      schema.put("additionalProperties", false);
    }
    var required = keys.all().stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    if (!keys.oneOf().isEmpty()) {
      var alternatives = schema.putArray("oneOf");
      keys.oneOf().forEach(name -> alternatives.addObject().putArray("required").add(name));
    }
    return schema;
  }

  private ObjectNode key(Key key) {
    var schema = shape(key.shape());
    String description = description(key);
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
    return schema;
  }

  private static String description(Key key) {
    var description = new StringBuilder(key.meaning());
    if (key.shape() instanceof Shape.Span span) {
      description
          .append(" From ")
          .append(DurationText.of(span.least()))
          .append(" to ")
          .append(DurationText.of(span.most()))
          .append('.');
    }
    if (key.shape() instanceof Shape.Size size) {
      description
          .append(" From ")
          .append(SizeText.of(size.least()))
          .append(" to ")
          .append(SizeText.of(size.most()))
          .append('.');
    }
    String fallback = fallback(key);
    if (!fallback.isEmpty()) {
      description.append(" Default: ").append(fallback).append('.');
    }
    return description.toString();
  }

  private static String fallback(Key key) {
    if (!key.fallback().isEmpty()) {
      return key.fallback();
    }
    return switch (key.shape()) {
      case Shape.Span(_, _, var fallback) when fallback != null -> DurationText.of(fallback);
      case Shape.Whole(_, _, var fallback) when fallback != null -> fallback.toString();
      case Shape.Size(_, _, long fallback) -> SizeText.of(fallback);
      case Shape.Span _,
          Shape.Whole _,
          Shape.Anything _,
          Shape.Text _,
          Shape.RuleSpan _,
          Shape.Choice _,
          Shape.Truth _,
          Shape.Items _,
          Shape.Nested _,
          Shape.Names _ ->
          "";
    };
  }

  private ObjectNode shape(Shape shape) {
    return switch (shape) {
      case Shape.Anything _ -> nodes.objectNode();
      case Shape.Text(var form) -> form == null ? anyText() : text(form.pattern());
      case Shape.Span _ -> text(SPAN);
      case Shape.Size _ -> text(SIZE);
      case Shape.RuleSpan _ -> orZero(text(SPAN));
      case Shape.Whole(int least, int most, _) -> whole(least, most);
      case Shape.Choice(var type) -> choice(type);
      case Shape.Truth _ -> nodes.objectNode().put("type", "boolean");
      case Shape.Items(var item) -> items(item);
      case Shape.Nested(var keys) -> mapping(keys);
      case Shape.Names _ -> {
        var names = nodes.objectNode().put("type", "object");
        names.set("additionalProperties", anyText());
        yield names;
      }
    };
  }

  /// What YAML takes for a number or a truth value is text as well where text is wanted.
  private ObjectNode anyText() {
    var schema = nodes.objectNode();
    List.of("string", "number", "boolean").forEach(schema.putArray("type")::add);
    return schema;
  }

  private ObjectNode text(String form) {
    return nodes
        .objectNode()
        .put("type", "string")
        .put("pattern", "^(?:" + form + ")$" + (environment ? "|" + ENVIRONMENT : ""));
  }

  private ObjectNode orZero(ObjectNode text) {
    var schema = nodes.objectNode();
    schema.putArray("anyOf").add(text).add(nodes.objectNode().put("const", 0));
    return schema;
  }

  private ObjectNode whole(int least, int most) {
    var number =
        nodes.objectNode().put("type", "integer").put("minimum", least).put("maximum", most);
    return orEnvironment(number);
  }

  private ObjectNode choice(Class<? extends Enum<?>> type) {
    var choice = nodes.objectNode();
    var names = choice.putArray("enum");
    Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .forEach(names::add);
    return orEnvironment(choice);
  }

  private ObjectNode items(Shape item) {
    var list = nodes.objectNode().put("type", "array");
    list.set("items", shape(item));
    return list;
  }

  private ObjectNode orEnvironment(ObjectNode schema) {
    if (!environment) {
      return schema;
    }
    var either = nodes.objectNode();
    either
        .putArray("anyOf")
        .add(schema)
        .add(nodes.objectNode().put("type", "string").put("pattern", ENVIRONMENT));
    return either;
  }
}
