package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Why a rule is or is not firing: the answer in one line for each label set, then the expression
/// as a tree with the value of each part.
///
/// @param answer as `explain` in docs/api.md
record ExplainText(Terminal terminal, Node answer) implements Screen {
  /// Columns that a part's value has at least.
  private static final int ROOM_FOR_VALUE = 36;

  /// A longer part is shown without its operands, which stand below it anyhow.
  private static final int LONGEST_PART = 56;

  @Override
  public void print() {
    boolean first = true;
    for (Node rule : answer.at("rules").list()) {
      if (!first) {
        terminal.out().println();
      }
      first = false;
      printRule(rule);
    }
  }

  private void printRule(Node rule) {
    var out = terminal.out();
    String kind = rule.at("kind").text();
    out.println(
        terminal.ink(Ink.BOLD, answer.at("name").text())
            + "   "
            + rule.at("file").text()
            + ":"
            + rule.at("line").text()
            + ", group "
            + rule.at("group").text()
            + (kind.equals("recording") ? ", records" : ""));
    rule.at("expression").text().lines().forEach(line -> out.println("  " + line.stripTrailing()));
    String terms = terms(rule);
    if (!terms.isEmpty()) {
      out.println("  " + terminal.ink(Ink.DIM, terms));
    }
    if (rule.at("unknown_because").isPresent()) {
      out.println(
          "  "
              + terminal.ink(Ink.WARN, "unknown")
              + ", at least in part: "
              + rule.at("unknown_because").text()
              + ". Nothing starts, and nothing counts as cleared.");
    }
    if (rule.at("failure").isPresent()
        && !rule.at("unknown_because").text().contains(rule.at("failure").text())) {
      out.println("  " + terminal.ink(Ink.BAD, "fails: ") + rule.at("failure").text());
    }
    List<Node> sets = rule.at("label_sets").list();
    for (Node set : sets) {
      out.println();
      printLabelSet(set, rule);
    }
    int more = number(rule.at("left_out"));
    if (more > 0) {
      out.println();
      out.println("and " + more + " more label sets, further from firing");
    }
    if (sets.isEmpty() && rule.at("parts").isPresent()) {
      out.println();
      out.println(
          rule.at("failure").isPresent()
              ? "not firing: it can't be evaluated"
              : "not firing: there is no series that it could be about");
      printTree(rule.at("parts"));
    }
  }

  private String terms(Node rule) {
    var terms = new ArrayList<String>();
    rule.at("for_seconds")
        .seconds()
        .filter(time -> !time.isZero())
        .ifPresent(time -> terms.add("for " + Terminal.span(time)));
    rule.at("keep_firing_for_seconds")
        .seconds()
        .filter(time -> !time.isZero())
        .ifPresent(time -> terms.add("keeps firing for " + Terminal.span(time)));
    if (rule.at("remedy").isPresent()) {
      terms.add("remedy " + rule.at("remedy").text());
    }
    return String.join("; ", terms);
  }

  private void printLabelSet(Node set, Node rule) {
    var out = terminal.out();
    out.println(terminal.ink(Ink.BOLD, labels(set.at("labels"))) + "  " + verdict(set, rule));
    printTree(set.at("parts"));
    Node outlook = set.at("remedy");
    if (outlook.isPresent()) {
      List<Node> holds = outlook.at("held_by").list();
      boolean fires = set.at("state").text().equals("firing");
      out.println(
          "  remedy: "
              + outlook.at("remedy").text()
              + " "
              + outlook.at("service").textOrDash()
              + (holds.isEmpty()
                  ? fires ? ", held by nothing" : " if it fires; nothing that shows would hold it"
                  : fires ? ", held by" : " if it fires; would be held by"));
      holds.forEach(hold -> out.println("    " + hold.text()));
    }
  }

  private String verdict(Node set, Node rule) {
    String state = set.at("state").text();
    String because = set.at("because").text();
    String since =
        set.at("active_at").moment().map(at -> " since " + terminal.clockAndAge(at)).orElse("");
    boolean holds = set.at("holds_now").truth();
    String now = holds ? "" : "; does not hold now: " + because;
    return switch (state) {
      case "firing" ->
          terminal.ink(Ink.BAD, "firing")
              + since
              + (set.at("kept_firing").truth() ? ", kept by keep_firing_for" : "")
              + now;
      case "pending" ->
          terminal.ink(Ink.WARN, "pending")
              + since
              + set.at("for_left_seconds")
                  .seconds()
                  .map(left -> ", fires in " + Terminal.span(left) + " if it goes on")
                  .orElse("")
              + now;
      case "unknown" ->
          terminal.ink(Ink.WARN, "unknown")
              + ", was "
              + set.at("state_before").text()
              + since
              + ": "
              + set.at("unknown_because").text();
      default ->
          rule.at("kind").text().equals("recording")
              ? holds ? "recorded" : "not recorded: " + because
              : holds
                  ? terminal.ink(Ink.WARN, "about to be pending")
                      + ": it holds since the latest evaluation"
                  : terminal.ink(Ink.GOOD, "not firing") + ": " + because;
    };
  }

  // ---- the tree -------------------------------------------------------------------------------

  /// @param tree what stands before the text
  /// @param below what stands there in further lines of the same part
  private record Line(String tree, String below, String text, Node part) {}

  private void printTree(Node root) {
    var lines = new ArrayList<Line>();
    lay(root, "  ", "  ", lines);
    int widest = 0;
    for (Line line : lines) {
      widest = Math.max(widest, line.tree().length() + line.text().length());
    }
    int column = Math.min(widest, Math.max(30, terminal.width() - ROOM_FOR_VALUE));
    for (Line line : lines) {
      String text = cut(line.text(), column - line.tree().length());
      int used = line.tree().length() + text.length();
      List<Node> elements = line.part().at("elements").list();
      terminal
          .out()
          .println(
              terminal.ink(Ink.DIM, line.tree())
                  + text
                  + " ".repeat(Math.max(0, column - used) + 2)
                  + value(line.part(), elements));
      if (elements.size() > 1) {
        String indent =
            terminal.ink(Ink.DIM, line.below())
                + " ".repeat(Math.max(0, column + 4 - line.below().length()));
        elements.forEach(element ->
            terminal
                .out()
                .println(indent + ofElement(element) + "   " + labels(element.at("metric"))));
        int more = number(line.part().at("left_out"));
        if (more > 0) {
          terminal.out().println(indent + "and " + more + " more");
        }
      }
    }
  }

  private static void lay(Node part, String tree, String below, List<Line> lines) {
    List<Node> operands = part.at("operands").list();
    String full = part.at("expression").text();
    lines.add(
        new Line(
            tree,
            operands.isEmpty() ? below : below + "│",
            full.length() <= LONGEST_PART ? full : part.at("brief").text(),
            part));
    for (int i = 0; i < operands.size(); i++) {
      boolean last = i == operands.size() - 1;
      lay(operands.get(i), below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), lines);
    }
  }

  private String value(Node part, List<Node> elements) {
    String failure = part.at("failure").text();
    if (!failure.isEmpty()) {
      boolean below =
          part.at("operands").list().stream()
              .anyMatch(operand -> operand.at("failure").text().equals(failure));
      return terminal.ink(Ink.BAD, below ? "fails" : "fails here");
    }
    if (elements.isEmpty()) {
      int all = number(part.at("elements_of_all"));
      boolean leaf = part.at("operands").list().isEmpty();
      return terminal.ink(Ink.WARN, "nothing")
          + (all > 0 ? ": none of " + all + " matches" : leaf ? ": no such series" : "");
    }
    if (elements.size() > 1) {
      long present = elements.stream().filter(element -> element.at("present").truth()).count();
      int all = elements.size() + number(part.at("left_out"));
      return present == 0
          ? terminal.ink(Ink.WARN, "nothing") + " of " + all + " series"
          : all + " series";
    }
    return ofElement(elements.getFirst());
  }

  private String ofElement(Node element) {
    if (!element.at("present").truth()) {
      String why = element.at("why").text();
      return terminal.ink(Ink.WARN, "nothing") + (why.isEmpty() ? "" : ": " + why);
    }
    Node range = element.at("range");
    if (range.isPresent()) {
      return range(range);
    }
    return terminal.ink(Ink.BOLD, figure(element.at("value").text()))
        + element
            .at("age_seconds")
            .seconds()
            .map(age -> terminal.ink(Ink.DIM, "   " + Terminal.span(age) + " old"))
            .orElse("");
  }

  private String range(Node range) {
    var length = range.at("length_seconds").seconds().map(Terminal::span).orElse("?");
    String covered =
        range
            .at("covered_seconds")
            .seconds()
            .filter(time -> !time.isZero())
            .map(time -> " over " + Terminal.span(time))
            .orElse("");
    String samples = range.at("samples").text();
    return samples
        + (samples.equals("1") ? " sample" : " samples")
        + covered
        + " of "
        + length
        + (range.at("approximate").truth() ? ", partly summed up: approximate" : "");
  }

  /// At most six digits that count.
  private static String figure(String text) {
    try {
      double value = Double.parseDouble(text);
      if (!Double.isFinite(value) || (value == Math.rint(value) && Math.abs(value) < 1e15)) {
        return Double.isFinite(value) ? Long.toString((long) value) : text;
      }
      return new java.math.BigDecimal(value)
          .round(new java.math.MathContext(6))
          .stripTrailingZeros()
          .toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static int number(Node node) {
    return node.value() instanceof Number number ? number.intValue() : 0;
  }

  private static String labels(Node metric) {
    var labels = new TreeMap<String, String>();
    metric.map().forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    labels.remove("alertname");
    String name = labels.remove("__name__");
    String text = dev.lockkeeper.model.Labels.of(labels).toString();
    return name == null ? text : labels.isEmpty() ? name : name + text;
  }

  private static String cut(String text, int room) {
    return text.length() <= room ? text : text.substring(0, Math.max(1, room - 1)) + "…";
  }

  @Override
  public int exitStatus() {
    return Lockkeeper.FINE;
  }
}
