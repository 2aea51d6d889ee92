package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.DependencySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// `services[…].dependencies`: what a service needs, probed as well.
final class DependencySection {
  private static final Keys KEYS = Keys.of("name", "http", "tcp", "every", "timeout", "status");

  private DependencySection() {}

  static List<DependencySpec> read(Section service) {
    var dependencies = new ArrayList<DependencySpec>();
    var names = new HashSet<String>();
    for (var section : service.sections("dependencies", KEYS)) {
      var name = section.requiredText("name");
      if (!name.isEmpty() && !names.add(name)) {
        section.error("name", "`" + name + "` stands twice among the dependencies");
      }
      var probe = ProbeSection.read(section);
      if (probe != null) {
        dependencies.add(new DependencySpec(name, probe));
      }
    }
    return dependencies;
  }
}
