package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Entry;
import dev.lockkeeper.config.YamlNode.Mapping;
import dev.lockkeeper.config.YamlNode.Refused;
import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.config.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts environment variables into values (never into keys): `${NAME}`, and `${NAME:-default}`
/// where the variable is unset or empty, as in a shell. `$${` is a literal `${`. What a variable
/// holds can't change the file's form: it is put in after parsing.
final class Environment {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\\}|\\$\\{");

  private final Map<String, String> variables;
  private final Problems problems;

  Environment(Map<String, String> variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  YamlNode substitute(YamlNode node, String path) {
    return switch (node) {
      case Scalar scalar -> scalar.text().contains("${") ? scalar(scalar, path) : scalar;
      case Sequence sequence -> {
        var items = new ArrayList<YamlNode>();
        for (var item : sequence.items()) {
          items.add(substitute(item, path + "[" + items.size() + "]"));
        }
        yield new Sequence(sequence.at(), items);
      }
      case Mapping mapping -> {
        var entries = new ArrayList<Entry>();
        for (var entry : mapping.entries()) {
          var value = substitute(entry.value(), MarkedYaml.join(path, entry.key()));
          entries.add(new Entry(entry.key(), entry.keyAt(), value));
        }
        yield new Mapping(mapping.at(), entries);
      }
      case Refused refused -> refused;
    };
  }

  private YamlNode scalar(Scalar scalar, String path) {
    var text = new StringBuilder();
    boolean complete = true;
    var matcher = REFERENCE.matcher(scalar.text());
    while (matcher.find()) {
      var name = matcher.group(1);
      if (matcher.group().equals("$${")) {
        matcher.appendReplacement(text, Matcher.quoteReplacement("${"));
        continue;
      }
      if (name == null) {
        problems.error(
            scalar.at(),
            path,
            "a variable is written `${NAME}` or `${NAME:-default}`; `$${` is `${`");
        complete = false;
        continue;
      }
      var value = variables.getOrDefault(name, "");
      var fallback = matcher.group(2);
      if (fallback == null && !variables.containsKey(name)) {
        problems.error(
            scalar.at(),
            path,
            "the environment variable `"
                + name
                + "` is not set; `${"
                + name
                + ":-…}` gives a default");
        complete = false;
        continue;
      }
      matcher.appendReplacement(
          text, Matcher.quoteReplacement(value.isEmpty() && fallback != null ? fallback : value));
    }
    matcher.appendTail(text);
    return complete ? scalar.withText(text.toString()) : new Refused(scalar.at());
  }
}
