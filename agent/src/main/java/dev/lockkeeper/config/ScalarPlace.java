package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Finds where the text of a scalar begins in the file: behind a quote, or lines below a `|`.
final class ScalarPlace {
  /// What SnakeYAML counts as a line's end.
  private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

  private final String[] lines;

  ScalarPlace(String file) {
    this.lines = LINE_END.split(file, -1);
  }

  Scalar scalar(ScalarEvent event) {
    var at = MarkedYaml.position(event.getStartMark());
    return switch (event.getScalarStyle()) {
      case PLAIN -> flow(event, at, false, 0);
      case SINGLE_QUOTED, DOUBLE_QUOTED, JSON_SCALAR_STYLE -> flow(event, at, true, 1);
      case LITERAL, FOLDED -> block(event, at);
    };
  }

  private static Scalar flow(ScalarEvent event, Position at, boolean quoted, int quoteLength) {
    var start = event.getStartMark();
    var end = event.getEndMark();
    var text = event.getValue();
    // an escape makes the source longer than the text
    boolean exact =
        start.getLine() == end.getLine()
            && end.getIndex() - start.getIndex()
                == text.codePointCount(0, text.length()) + 2 * quoteLength;
    return new Scalar(at, text, quoted, new Position(at.line(), at.column() + quoteLength), exact);
  }

  private Scalar block(ScalarEvent event, Position at) {
    var text = event.getValue();
    int line = event.getStartMark().getLine() + 1;
    while (line < lines.length && lines[line].isBlank()) {
      line++;
    }
    if (line >= lines.length || text.isBlank()) {
      return new Scalar(at, text, true, at, false);
    }
    var content = LINE_END.split(text.stripLeading(), 2)[0];
    int column = lines[line].indexOf(content);
    if (event.getScalarStyle() == ScalarStyle.LITERAL && column >= 0) {
      // lines that are indented more keep what they have beyond the block's own indentation
      var first = LINE_END.splitAsStream(text).filter(l -> !l.isBlank()).findFirst().orElse("");
      int indentation = column - (first.length() - first.stripLeading().length());
      return new Scalar(at, text, true, new Position(line + 1, indentation + 1), true);
    }
    int indentation = lines[line].length() - lines[line].stripLeading().length();
    boolean oneLine = lines[line].strip().equals(text.strip());
    return new Scalar(at, text, true, new Position(line + 1, indentation + 1), oneLine);
  }
}
