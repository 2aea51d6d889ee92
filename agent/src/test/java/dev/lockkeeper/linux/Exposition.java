package dev.lockkeeper.linux;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a `/metrics` page says, in Prometheus' text format.
record Exposition(Map<SeriesId, Double> values, Map<String, String> types) {
  private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  static Exposition parse(String text) {
    var values = new LinkedHashMap<SeriesId, Double>();
    var types = new HashMap<String, String>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        types.put(words[2], words[3]);
      }
      Matcher matcher = LINE.matcher(line);
      if (line.startsWith("#") || !matcher.matches()) {
        continue;
      }
      var labels = new TreeMap<String, String>();
      if (matcher.group(2) != null) {
        Matcher label = LABEL.matcher(matcher.group(2));
        while (label.find()) {
          labels.put(
              label.group(1),
              label.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
        }
      }
      values.put(
          new SeriesId(matcher.group(1), Labels.of(labels)),
          Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity")));
    }
    return new Exposition(values, types);
  }
}
