package dev.lockkeeper.config;

import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/// SnakeYAML's errors in one line, in the words of somebody who edits a file.
final class YamlSyntax {
  private static final Pattern CANNOT_START =
      Pattern.compile("found character '?(.+?)'? ?(?:that )?cannot start any token.*");

  private YamlSyntax() {}

  record Explained(Position at, String message) {}

  static Explained explain(String text, YAMLException exception) {
    return switch (exception) {
      case ReaderException reader ->
          new Explained(
              positionOf(text, reader.getPosition()),
              "a character that YAML does not allow: U+%04X".formatted(reader.getCodePoint()));
      case MarkedYAMLException marked -> {
        @Nullable Mark mark = place(marked);
        yield new Explained(
            mark == null ? new Position(1, 1) : MarkedYaml.position(mark), words(marked));
      }
      default ->
          new Explained(
              new Position(1, 1),
              "not readable as YAML: " + Problems.shorten(String.valueOf(exception.getMessage())));
    };
  }

  /// What was never ended is to be found where it began.
  private static @Nullable Mark place(MarkedYAMLException broken) {
    var context = String.valueOf(broken.getContext());
    var problem = String.valueOf(broken.getProblem());
    boolean neverEnded =
        problem.contains("unexpected end of stream")
            || problem.startsWith("could not find expected ':'");
    return neverEnded && !context.isEmpty() && broken.getContextMark() != null
        ? broken.getContextMark()
        : broken.getProblemMark();
  }

  private static String words(MarkedYAMLException broken) {
    var problem = broken.getProblem() == null ? "" : broken.getProblem();
    var context = broken.getContext() == null ? "" : broken.getContext();
    @Nullable Mark from = broken.getContextMark();
    var began = from == null ? "" : " that began in line " + (from.getLine() + 1);
    if (problem.contains("\\t") || problem.contains("TAB")) {
      return "a tab can't indent: use spaces";
    }
    var cannotStart = CANNOT_START.matcher(problem);
    if (cannotStart.matches()) {
      return "a value can't begin with `" + cannotStart.group(1) + "`: put it in quotes";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "unexpected `:`; a value with `: ` in it must be quoted, or the indentation is wrong";
    }
    if (context.contains("quoted scalar")) {
      return problem.contains("end of stream") || problem.contains("document separator")
          ? "this quote is never closed"
          : "in the quoted text" + began + ": " + Problems.shorten(problem);
    }
    if (problem.startsWith("could not find expected ':'")) {
      return "expected `key: value`, found no `:`";
    }
    if (context.contains("flow sequence")) {
      return "expected `,` or `]` in the list" + began;
    }
    if (context.contains("flow mapping")) {
      return "expected `,` or `}` in the mapping" + began;
    }
    if (context.contains("block mapping") || context.contains("block collection")) {
      return "does not fit the "
          + (context.contains("mapping") ? "mapping" : "list")
          + began
          + ": check the indentation";
    }
    return "not readable as YAML: " + Problems.shorten(problem.isEmpty() ? context : problem);
  }

  /// @param index in code points
  private static Position positionOf(String text, int index) {
    int end = text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())));
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new Position(line, text.codePointCount(lineStart, end) + 1);
  }
}
