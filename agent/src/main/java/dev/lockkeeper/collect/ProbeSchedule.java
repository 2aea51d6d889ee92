package dev.lockkeeper.collect;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Overdue;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.ServiceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Which probes are due, and which have been silent for too long. Never two at once for one target.
public final class ProbeSchedule {

  /// Something that is probed.
  ///
  /// @param labels `{service="…"}` or `{dependency="…"}`
  public record Target(Labels labels, ProbeSpec spec) {
    public static Target service(String name, ProbeSpec spec) {
      return new Target(Labels.of("service", name), spec);
    }

    public static Target dependency(String name, ProbeSpec spec) {
      return new Target(Labels.of("dependency", name), spec);
    }

    /// The service's name; empty for a dependency.
    public String service() {
      return labels.value("service");
    }
  }

  /// All targets of these services, each dependency once.
  public static List<Target> targets(List<ServiceSpec> services) {
    var targets = new LinkedHashMap<Labels, Target>();
    for (var service : services) {
      if (service.probe() != null) {
        var target = Target.service(service.name(), service.probe());
        targets.putIfAbsent(target.labels(), target);
      }
      for (var dependency : service.dependencies()) {
        var target = Target.dependency(dependency.name(), dependency.probe());
        targets.putIfAbsent(target.labels(), target);
      }
    }
    return List.copyOf(targets.values());
  }

  public ProbeSchedule(List<Target> targets, Moment start) {}

  /// Probes these services every 100 ms from now on, and no others.
  public void fast(Set<String> services) {
    throw new UnsupportedOperationException();
  }

  /// What is to be started now; it counts as started with this call.
  public List<Target> due(Moment now) {
    throw new UnsupportedOperationException();
  }

  /// When [#due] should be asked again, if no probe answers before: monotonic nanoseconds, as
  /// [Moment#nanos]; [Long#MAX_VALUE] when every target is under way.
  public long nextDueNanos() {
    throw new UnsupportedOperationException();
  }

  /// A probe has answered, well or badly.
  public void answered(Target target, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// The targets of which nothing has been heard for too long: what reads them is unknown.
  public List<Overdue> overdue(Moment now) {
    throw new UnsupportedOperationException();
  }
}
