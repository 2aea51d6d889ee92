package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Mapping;
import dev.lockkeeper.config.YamlNode.Sequence;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where each value of a document stands, for problems that show only after reading, such as
/// Dropwizard's settings when they are bound.
public final class Located {
  private final String file;
  private final Map<String, Position> positions;

  private Located(String file, Map<String, Position> positions) {
    this.file = file;
    this.positions = Map.copyOf(positions);
  }

  static Located of(String file, @Nullable YamlNode root) {
    var positions = new HashMap<String, Position>();
    if (root != null) {
      put(root, "", positions);
    }
    return new Located(file, positions);
  }

  private static void put(YamlNode node, String path, Map<String, Position> positions) {
    positions.putIfAbsent(path, node.at());
    if (node instanceof Mapping mapping) {
      for (var entry : mapping.entries()) {
        put(entry.value(), MarkedYaml.join(path, entry.key()), positions);
      }
    } else if (node instanceof Sequence sequence) {
      for (int i = 0; i < sequence.items().size(); i++) {
        put(sequence.items().get(i), path + "[" + i + "]", positions);
      }
    }
  }

  /// The place of the value at a path such as `logging.appenders[0].type`; of the nearest part
  /// around it where the path itself is not in the file.
  public Position at(String path) {
    var part = path;
    while (true) {
      var position = positions.get(part);
      if (position != null) {
        return position;
      }
      if (part.isEmpty()) {
        return new Position(1, 1);
      }
      part = part.substring(0, Math.max(0, Math.max(part.lastIndexOf('.'), part.lastIndexOf('['))));
    }
  }

  boolean has(String path) {
    return positions.containsKey(path);
  }

  public Problem error(String path, String message) {
    var at = at(path);
    return Problem.error(file, at.line(), at.column(), path, message);
  }
}
