package dev.lockkeeper.config;

import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `services[…]`.
final class ServiceSection {
  static final Keys KEYS =
      Keys.of(
              "name",
              "mode",
              "control",
              "probe",
              "dependencies",
              "traffic",
              "in_flight",
              "drain",
              "verify",
              "watch",
              "start_grace",
              "guards")
          .later("ladder", "schedule", "evidence");

  private static final Duration WATCH = Duration.ofMinutes(10);
  private static final Duration START_GRACE = Duration.ofSeconds(30);

  /// It is a label, a file's name and a word on the command line.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private ServiceSection() {}

  /// @param base directory against which paths are resolved
  static List<ServiceSpec> readAll(List<Section> sections, Mode global, Path base) {
    var lines = new HashMap<String, Integer>();
    for (var section : sections) {
      section
          .text("name")
          .ifPresent(name -> {
            var first = lines.putIfAbsent(name, section.at("name").line());
            if (first != null) {
              section.error("name", "`" + name + "` is also the service in line " + first);
            }
          });
    }
    return sections.stream().map(section -> read(section, global, base)).toList();
  }

  private static ServiceSpec read(Section service, Mode global, Path base) {
    service.require("name");
    var name = service.value("name", ServiceSection::name).orElse("");
    var controlled = ControlSection.read(service, base);
    var control = controlled.spec();
    var probe = ProbeSection.read(service, "probe");
    var traffic = TrafficSection.read(service, base);
    // without its own mode: the global one; what can't be controlled can only be observed
    var mode = service.choice("mode", Mode.class).orElse(control == null ? Mode.OBSERVE : global);
    var verify = VerifySection.read(service);
    var spec =
        new ServiceSpec(
            name,
            mode,
            control,
            probe,
            DependencySection.read(service),
            traffic,
            InFlightSection.read(service),
            controlled.startWithin(),
            controlled.stopWithin(),
            DrainSection.read(service),
            verify,
            service.duration("watch", WATCH, Duration.ofSeconds(1), Duration.ofDays(7)),
            service.duration("start_grace", START_GRACE, Duration.ZERO, Duration.ofDays(1)),
            GuardSection.read(service));
    check(service, spec, control, probe);
    return spec;
  }

  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "`%s` is not a service's name: letters, digits and `._@-`, at most 64"
              .formatted(Problems.shorten(text)));
    }
    return text;
  }

  /// What no key can tell alone.
  private static void check(
      Section service, ServiceSpec spec, @Nullable ControlSpec control, @Nullable ProbeSpec probe) {
    if (spec.mode() != Mode.OBSERVE && control == null && !service.has("control")) {
      service.error("mode", "`" + spec.mode().text() + "` needs `control`: how it is restarted");
    }
    if (!spec.traffic().isEmpty() && probe == null && !service.has("probe")) {
      // drained and restarted it could never be proven healthy, so never go back into traffic
      service.error("traffic", "needs `probe`: the proof of health before it goes back");
    }
    if (spec.mode() != Mode.OBSERVE && control != null && !service.has("traffic")) {
      service
          .problems()
          .warning(
              service.at(),
              service.path(),
              "no `traffic`: a restart loses the requests that are in flight");
    }
    if (service.has("watch") && spec.watch().compareTo(spec.verify().goodFor()) < 0) {
      service.warning("watch", "shorter than `verify.good_for`: a relapse may go unseen");
    }
  }
}
