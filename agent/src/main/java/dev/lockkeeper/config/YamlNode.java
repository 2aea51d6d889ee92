package dev.lockkeeper.config;

import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One node of a YAML document, with its place. Values are still text: what they mean is for the
/// reader of each key to say.
sealed interface YamlNode {
  Position at();

  /// @param text after quotes, escapes and folding
  /// @param quoted whether it is text whatever it looks like: quoted, or a block
  /// @param contentAt where the text's first character stands
  /// @param exact whether each line of `text` is a piece of a line of the file, the first beginning
  ///   at `contentAt`, further ones in the same column
  record Scalar(Position at, String text, boolean quoted, Position contentAt, boolean exact)
      implements YamlNode {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    boolean isNull() {
      return !quoted && NULLS.contains(text);
    }

    Scalar withText(String replaced) {
      return replaced.equals(text) ? this : new Scalar(at, replaced, quoted, contentAt, false);
    }
  }

  record Mapping(Position at, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Nullable YamlNode value(String key) {
      for (var entry : entries) {
        if (entry.key().equals(key)) {
          return entry.value();
        }
      }
      return null;
    }
  }

  record Entry(String key, Position keyAt, YamlNode value) {}

  record Sequence(Position at, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Its problem has been reported already; readers take it for absent and say nothing more.
  record Refused(Position at) implements YamlNode {}

  /// What it is, for a message.
  static String describe(YamlNode node) {
    return switch (node) {
      case Scalar scalar when scalar.isNull() -> "nothing";
      case Scalar scalar -> "`" + Problems.shorten(scalar.text()) + "`";
      case Mapping ignored -> "a mapping";
      case Sequence ignored -> "a list";
      case Refused ignored -> "nothing";
    };
  }
}
