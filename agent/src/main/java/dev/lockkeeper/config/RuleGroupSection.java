package dev.lockkeeper.config;

import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// `groups[…]` of a rule file, with Prometheus' own keys.
final class RuleGroupSection {
  private static final Keys KEYS =
      Keys.of(
          Key.text("name", "Unique within the file.").asRequired(),
          Key.ruleSpan("interval", "Time between two evaluations.").otherwise("the agent's own"),
          Key.ruleSpan("query_offset", "How far before the evaluation the expressions look."),
          Key.whole(
              "limit",
              0,
              Integer.MAX_VALUE,
              0,
              "The most series or alerts that one rule may yield; 0: any number."),
          Key.names("labels", "Added to every rule's own, which win."),
          Key.list("rules", RuleSection.KEYS, "Evaluated one after the other."));
  static final Keys FILE = Keys.of(Key.list("groups", KEYS, "Rules that are evaluated together."));

  private RuleGroupSection() {}

  static List<RuleGroupSpec> readAll(String file, YamlNode root, Problems problems) {
    var groups = new ArrayList<RuleGroupSpec>();
    var lines = new HashMap<String, Integer>();
    for (var group : Section.of(root, "", problems, FILE).sections("groups", KEYS)) {
      var name = group.text("name").orElse("");
      var first = lines.putIfAbsent(name, group.at("name").line());
      if (first != null && !name.isEmpty()) {
        group.error("name", "`" + name + "` is also the group in line " + first);
      }
      groups.add(read(file, name, group));
    }
    return groups;
  }

  private static RuleGroupSpec read(String file, String name, Section group) {
    var interval = group.value("interval", DurationText::parseInRules);
    var offset = group.value("query_offset", DurationText::parseInRules);
    var rules = new ArrayList<RuleSpec>();
    for (var rule : group.sections("rules", RuleSection.KEYS)) {
      RuleSection.read(rule).ifPresent(rules::add);
    }
    return new RuleGroupSpec(
        file,
        name,
        // 0 is no interval, as in Prometheus
        interval.filter(i -> !i.isZero()).orElse(null),
        offset.orElse(Duration.ZERO),
        group.integer("limit"),
        RuleSection.labels(group),
        group.places("labels"),
        rules);
  }
}
