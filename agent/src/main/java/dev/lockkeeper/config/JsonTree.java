package dev.lockkeeper.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.config.YamlNode.Mapping;
import dev.lockkeeper.config.YamlNode.Refused;
import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.config.YamlNode.Sequence;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A part of the document for Jackson to bind: plain scalars get their type by YAML's core schema.
final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,100}");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,100}|[0-9]{1,100}(\\.[0-9]{0,100})?)([eE][-+]?[0-9]{1,3})?");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

  private JsonTree() {}

  /// An empty object where there is no mapping.
  static ObjectNode object(@Nullable YamlNode node) {
    var object = NODES.objectNode();
    if (node instanceof Mapping mapping) {
      for (var entry : mapping.entries()) {
        object.set(entry.key(), of(entry.value()));
      }
    }
    return object;
  }

  static JsonNode of(YamlNode node) {
    return switch (node) {
      case Mapping mapping -> object(mapping);
      case Sequence sequence -> {
        var array = NODES.arrayNode();
        sequence.items().forEach(item -> array.add(of(item)));
        yield array;
      }
      case Scalar scalar -> scalar(scalar);
      case Refused ignored -> NODES.nullNode();
    };
  }

  private static JsonNode scalar(Scalar scalar) {
    var text = scalar.text();
    if (scalar.quoted()) {
      return NODES.textNode(text);
    }
    if (scalar.isNull()) {
      return NODES.nullNode();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return NODES.booleanNode(TRUE.contains(text));
    }
    if (INTEGER.matcher(text).matches()) {
      var number = new BigInteger(text);
      return number.bitLength() < 32
          ? NODES.numberNode(number.intValue())
          : number.bitLength() < 64
              ? NODES.numberNode(number.longValue())
              : NODES.numberNode(number);
    }
    return DECIMAL.matcher(text).matches()
        ? NODES.numberNode(Double.parseDouble(text))
        : NODES.textNode(text);
  }
}
