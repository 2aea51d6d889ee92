package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Entry;
import dev.lockkeeper.config.YamlNode.Mapping;
import dev.lockkeeper.config.YamlNode.Refused;
import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.config.YamlNode.Sequence;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.ArrayList;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/// YAML text to a tree of nodes that know their place. It is built from SnakeYAML's events and not
/// by a binder: what is refused here (aliases, tags, duplicate keys) a binder has already
/// dissolved.
final class MarkedYaml {
  /// Deeper than any configuration, shallower than any stack.
  static final int DEEPEST = 32;

  private static final Position START = new Position(1, 1);

  private final ParserImpl events;
  private final ScalarPlace places;
  private final Problems problems;

  private MarkedYaml(String text, Problems problems) {
    // the file's size is bounded already, in bytes
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    this.events = new ParserImpl(new StreamReader(text), options);
    this.places = new ScalarPlace(text);
    this.problems = problems;
  }

  /// The document; an empty one is a null scalar.
  ///
  /// @return null when it can't be read further: the problem says why
  static @Nullable YamlNode parse(String text, Problems problems) {
    try {
      return new MarkedYaml(text, problems).document();
    } catch (TooDeep deep) {
      problems.error(deep.at, "", "nested deeper than " + DEEPEST + " levels");
    } catch (YAMLException broken) {
      var explained = YamlSyntax.explain(text, broken);
      problems.error(explained.at(), "", explained.message());
    } catch (RuntimeException unexpected) {
      // a scanner's own defects show as anything from NullPointer to IndexOutOfBounds; a file that
      // a person wrote must not end the agent
      problems.error(START, "", "not readable as YAML (" + unexpected.getClass().getName() + ")");
    }
    return null;
  }

  private YamlNode document() {
    next();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return new Scalar(START, "", false, START, false);
    }
    next();
    var root = node("", 0);
    next();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      problems.error(
          position(events.peekEvent().getStartMark()),
          "",
          "a second document begins here: one file holds one");
    }
    return root;
  }

  private Event next() {
    return events.getEvent();
  }

  private YamlNode node(String path, int depth) {
    var event = next();
    var at = position(event.getStartMark());
    if (event instanceof AliasEvent) {
      problems.error(at, path, "aliases are not supported: write the value out");
      return new Refused(at);
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      problems.error(at, path, "anchors are not supported: remove `&" + node.getAnchor() + "`");
    }
    if (depth > DEEPEST) {
      throw new TooDeep(at);
    }
    return switch (event) {
      case ScalarEvent scalar -> {
        refuseTag(scalar.getTag(), at, path);
        yield places.scalar(scalar);
      }
      case SequenceStartEvent sequence -> {
        refuseTag(sequence.getTag(), at, path);
        yield sequence(at, path, depth);
      }
      case MappingStartEvent mapping -> {
        refuseTag(mapping.getTag(), at, path);
        yield mapping(at, path, depth);
      }
      default -> throw new IllegalStateException(event.toString());
    };
  }

  private void refuseTag(@Nullable String tag, Position at, String path) {
    if (tag != null) {
      problems.error(at, path, "tags are not supported: remove `" + written(tag) + "`");
    }
  }

  /// As it stands in the file.
  private static String written(String tag) {
    var core = "tag:yaml.org,2002:";
    return Problems.shorten(tag.startsWith(core) ? "!!" + tag.substring(core.length()) : tag);
  }

  private Sequence sequence(Position at, String path, int depth) {
    var items = new ArrayList<YamlNode>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path + "[" + items.size() + "]", depth + 1));
    }
    next();
    return new Sequence(at, items);
  }

  private YamlNode mapping(Position at, String path, int depth) {
    var entries = new ArrayList<Entry>();
    var firstLines = new HashMap<String, Integer>();
    boolean refused = false;
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      var key = node(path, depth + 1);
      if (!(key instanceof Scalar scalar) || scalar.isNull()) {
        if (!(key instanceof Refused)) {
          problems.error(
              key.at(), path, "a key must be text; a value that begins with `{` must be quoted");
        }
        node(path, depth + 1);
        refused = true;
        continue;
      }
      var name = scalar.text();
      var keyPath = join(path, name);
      var value = node(keyPath, depth + 1);
      var first = firstLines.putIfAbsent(name, scalar.at().line());
      if (name.equals("<<") && !scalar.quoted()) {
        problems.error(scalar.at(), keyPath, "merge keys are not supported: write the keys out");
      } else if (first != null) {
        problems.error(scalar.at(), keyPath, "stands twice; first in line " + first);
      } else {
        entries.add(new Entry(name, scalar.at(), value));
      }
    }
    next();
    return refused && entries.isEmpty() ? new Refused(at) : new Mapping(at, entries);
  }

  /// `a.b`, or `b` at the top.
  static String join(String path, String key) {
    var shown = Problems.shorten(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static final class TooDeep extends RuntimeException {
    private final transient Position at;

    TooDeep(Position at) {
      super(null, null, false, false);
      this.at = at;
    }
  }
}
