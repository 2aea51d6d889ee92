package dev.lockkeeper.promql;

import dev.lockkeeper.promql.PromqlScript.Eval;
import dev.lockkeeper.promql.PromqlScript.Expected;
import dev.lockkeeper.promql.PromqlScript.Load;
import dev.lockkeeper.promql.PromqlScript.Note;
import dev.lockkeeper.promql.PromqlScript.Row;
import dev.lockkeeper.promql.PromqlScript.Step;
import dev.lockkeeper.promql.PromqlScript.What;
import dev.lockkeeper.promql.PromqlScript.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads scripts as Prometheus' `promqltest` does (promql/promqltest/README.md there): a block ends
/// with an empty line or a comment. What it can't read becomes a step of its own, never nothing.
final class ScriptReader {
  private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
  private static final Pattern EVAL =
      Pattern.compile(
          "eval(?:_(fail|warn|ordered|info))?\\s+(?:instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)"
              + "|range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+))");
  private static final Pattern EXPECT =
      Pattern.compile(
          "expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?");
  private static final Pattern WINDOW =
      Pattern.compile("expect range vector\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|\\d+\\.?\\d*([eE][+-]?\\d+)?|\\.\\d+|(?i:inf|nan))");

  private final List<String> lines;
  private int at;

  private ScriptReader(List<String> lines) {
    this.lines =
        lines.stream().map(String::strip).map(line -> line.startsWith("#") ? "" : line).toList();
  }

  static PromqlScript read(List<String> lines) {
    var reader = new ScriptReader(lines);
    var steps = new ArrayList<Step>();
    while (reader.at < lines.size()) {
      int line = reader.at + 1;
      String text = reader.lines.get(reader.at++);
      if (text.isEmpty()) {
        continue;
      }
      try {
        steps.add(reader.step(line, text));
      } catch (RuntimeException e) {
        steps.add(new PromqlScript.Unreadable(line, text + ": " + e));
        reader.block();
      }
    }
    return new PromqlScript(steps);
  }

  /// The lines that belong to the command before.
  private List<String> block() {
    var block = new ArrayList<String>();
    while (at < lines.size() && !lines.get(at).isEmpty()) {
      block.add(lines.get(at++));
    }
    return block;
  }

  private Step step(int line, String text) {
    if (text.toLowerCase(Locale.ROOT).startsWith("clear")) {
      return new PromqlScript.Clear();
    }
    var load = LOAD.matcher(text);
    if (load.matches()) {
      var rows = new ArrayList<Row>();
      for (String row : block()) {
        // Start timestamps, which the agent's store has none of.
        if (!row.split("\\s", 2)[0].endsWith("@st")) {
          rows.add(ScriptNotation.row(row));
        }
      }
      return new Load(millis(load.group(2)), load.group(1) != null, rows);
    }
    var eval = EVAL.matcher(text);
    if (!eval.matches()) {
      throw new IllegalArgumentException("not a command");
    }
    var expected = expected(eval.group(1), block());
    if (eval.group(3) != null) {
      long moment = eval.group(2) == null ? 0 : millis(eval.group(2));
      return new Eval(line, moment, moment, 0, eval.group(3), expected);
    }
    return new Eval(
        line,
        millis(eval.group(4)),
        millis(eval.group(5)),
        millis(eval.group(6)),
        eval.group(7),
        expected);
  }

  private static Expected expected(String form, List<String> block) {
    var notes = new ArrayList<Note>();
    if (form != null) {
      notes.add(new Note(What.valueOf(form.toUpperCase(Locale.ROOT)), null, null));
    }
    var rows = new ArrayList<Row>();
    Double scalar = null;
    String string = null;
    Window window = null;
    for (String line : block) {
      if (line.startsWith("expected_fail_message") || line.startsWith("expected_fail_regexp")) {
        String rest = line.substring(line.indexOf(' ')).strip();
        notes.add(
            line.startsWith("expected_fail_message")
                ? new Note(What.FAIL, rest, null)
                : new Note(What.FAIL, null, Pattern.compile(rest)));
      } else if (line.startsWith("expect range vector")) {
        var match = WINDOW.matcher(line);
        require(match.matches(), line);
        window = new Window(millis(match.group(1)), millis(match.group(2)), millis(match.group(3)));
      } else if (line.startsWith("expect string")) {
        string = ((Expr.StringLiteral) Parser.parse(line.substring(13).strip())).value();
      } else if (line.split("\\s", 2)[0].equals("expect")) {
        notes.add(note(line));
      } else if (NUMBER.matcher(line).matches()) {
        scalar = ScriptNotation.number(line);
      } else {
        rows.add(ScriptNotation.row(line));
      }
    }
    return new Expected(notes, rows, scalar, string, window);
  }

  private static Note note(String line) {
    var match = EXPECT.matcher(line);
    require(match.matches(), line);
    var what = What.valueOf(match.group(1).toUpperCase(Locale.ROOT));
    if (match.group(2) == null) {
      return new Note(what, null, null);
    }
    String text = match.group(3).strip();
    return match.group(2).equals("msg")
        ? new Note(what, text, null)
        : new Note(what, null, Pattern.compile(text));
  }

  private static void require(boolean holds, String line) {
    if (!holds) {
      throw new IllegalArgumentException(line);
    }
  }

  static long millis(String text) {
    return Numbers.isDuration(text)
        ? Numbers.durationMillis(text)
        : Math.round(Double.parseDouble(text) * 1000);
  }
}
