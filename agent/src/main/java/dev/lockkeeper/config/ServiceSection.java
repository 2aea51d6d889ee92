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
  private static final Duration WATCH = Duration.ofMinutes(10);
  private static final Duration START_GRACE = Duration.ofSeconds(30);

  /// It is a label, a file's name and a word on the command line.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  static final Keys KEYS =
      Keys.of(
              Key.text(
                      "name",
                      NAME,
                      "Label `service`, and the word for it on the command line: letters, digits,"
                          + " `._@-`; at most 64.")
                  .asRequired(),
              Key.choice(
                      "mode",
                      Mode.class,
                      "`approve` and `act` need `control`: how it is restarted.")
                  .otherwise("the global one; observe without `control`"),
              Key.nested("control", ControlSection.KEYS, "How it is started and stopped."),
              Key.nested(
                  "probe",
                  ProbeSection.KEYS,
                  "How health is asked. Required with `traffic`: nothing goes back without proof."),
              Key.list(
                  "dependencies",
                  DependencySection.KEYS,
                  "What it needs, probed as well (label `dependency`)."),
              Key.list(
                  "traffic",
                  TrafficSection.KEYS,
                  "Ways into traffic, drained in this order, readied in reverse. Without any a"
                      + " restart loses what is in flight."),
              Key.nested(
                      "in_flight", InFlightSection.KEYS, "Where the count of requests comes from.")
                  .otherwise("what traffic reports, else TCP connections"),
              Key.nested(
                  "drain", DrainSection.KEYS, "How it is taken out of traffic before it stops."),
              Key.nested("verify", VerifySection.KEYS, "The proof of health before it goes back."),
              Key.span(
                  "watch",
                  Duration.ofSeconds(1),
                  Duration.ofDays(7),
                  WATCH,
                  "A condition that is back within this time: relapsed."),
              Key.span(
                  "start_grace",
                  Duration.ZERO,
                  Duration.ofDays(1),
                  START_GRACE,
                  "After its start no rule may act on it."),
              Key.nested("guards", GuardSection.KEYS, "What holds a remediation."))
          .later("ladder", "schedule", "evidence");

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
            service.duration("watch"),
            service.duration("start_grace"),
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
