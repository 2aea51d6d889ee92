package dev.lockkeeper.config;

import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.Map;

/// Where each key of a document stands, for problems that show only after reading, such as
/// Dropwizard's settings when they are bound.
public final class Located {
  private final String file;
  private final Map<String, Position> positions;

  Located(String file, Map<String, Position> positions) {
    this.file = file;
    this.positions = Map.copyOf(positions);
  }

  /// The place of a path such as `logging.appenders[0].type`; of the nearest part around it where
  /// the path itself is not in the file.
  public Position at(String path) {
    return positions.getOrDefault(path, new Position(1, 1));
  }

  public Problem error(String path, String message) {
    var at = at(path);
    return Problem.error(file, at.line(), at.column(), path, message);
  }
}
