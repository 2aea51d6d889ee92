package lockbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rule files made of the templates in `bench/mix`.
enum RuleMix {
  THRESHOLDS("thresholds") {
    @Override
    List<String> templates(int rule) {
      return read("thresholds").subList(0, 1);
    }
  },
  MIX("the mix") {
    @Override
    List<String> templates(int rule) {
      return read(FILES.get(rule % FILES.size()));
    }
  };

  private static final List<String> FILES =
      List.of("thresholds", "windows", "aggregations-and-joins");
  private static final Pattern PLACE = Pattern.compile("\\$([a-z]+)");
  private static final int RULES_PER_GROUP = 50;
  private static final int RULES_PER_FILE = 1_000;

  final String words;

  RuleMix(String words) {
    this.words = words;
  }

  /// Those that this rule, counted from 0, is made of in turn.
  abstract List<String> templates(int rule);

  private static List<String> read(String name) {
    try (var lines =
        Files.lines(
            Path.of(System.getProperty("lockbench.root"), "bench", "mix", name + ".promql"))) {
      return lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException e) {
      throw new Program.Trouble("bench/mix: " + e.getMessage(), e);
    }
  }

  /// Writes so many rules into rule files.
  void write(int rules, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int from = 0; from < rules; from += RULES_PER_FILE) {
      Files.writeString(
          folder.resolve("rules" + from / RULES_PER_FILE + ".yml"),
          file(from, Math.min(rules, from + RULES_PER_FILE)));
    }
  }

  private String file(int from, int to) {
    var text = new StringBuilder("groups:\n");
    var expressions = expressions(to);
    for (int i = from; i < to; i++) {
      if (i % RULES_PER_GROUP == 0) {
        text.append("  - name: group").append(i / RULES_PER_GROUP).append("\n    rules:\n");
      }
      text.append("      - alert: Rule").append(i).append('\n');
      text.append("        expr: '").append(expressions.get(i)).append("'\n");
      text.append("        for: 1m\n");
      text.append("        labels: { severity: warning }\n");
      text.append("        annotations: { summary: \"{{ $labels.service }}: {{ $value }}\" }\n");
    }
    return text.toString();
  }

  List<String> expressions(int rules) {
    var all = new ArrayList<String>();
    var turns = new java.util.HashMap<String, Integer>();
    for (int i = 0; i < rules; i++) {
      var templates = templates(i);
      int turn = turns.merge(templates.getFirst(), 1, Integer::sum) - 1;
      all.add(expression(templates.get(turn % templates.size()), turn / templates.size(), i));
    }
    return all;
  }

  /// @param use how often the template was used before: it runs through the labels' values
  private static String expression(String template, int use, int rule) {
    int left = use;
    var chosen = new java.util.HashMap<String, String>();
    var matcher = PLACE.matcher(template);
    var text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String value = chosen.get(name);
      if (name.equals("n")) {
        value = Integer.toString(1_000_000 + rule);
      } else if (value == null) {
        var values = Fleet.values(name);
        value = values.get(left % values.size());
        left /= values.size();
        chosen.put(name, value);
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(text).toString();
  }
}
