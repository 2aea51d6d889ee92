package dev.lockkeeper.config;

import dev.lockkeeper.model.ServiceSpec.DependencySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// `services[…].dependencies`: what a service needs, probed as well.
final class DependencySection {
  static final Keys KEYS =
      ProbeSection.KEYS.after(
          Key.text("name", "Label `dependency` of its probe's series.").asRequired());

  private DependencySection() {}

  static List<DependencySpec> read(Section service) {
    var dependencies = new ArrayList<DependencySpec>();
    var names = new HashSet<String>();
    for (var section : service.sections("dependencies", KEYS)) {
      var name = section.text("name").orElse("");
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
