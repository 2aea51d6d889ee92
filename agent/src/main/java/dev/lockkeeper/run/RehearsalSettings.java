package dev.lockkeeper.run;

import dev.lockkeeper.config.DurationText;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Rehearsal] takes for granted.
///
/// @param mode the global one
/// @param assumedMode what stands in for the configured modes, the rules' own excepted; null: as
///   configured
/// @param configured where the configuration was read from; null: none was
/// @param services as configured; none: any service that an alert names is one, with the defaults
/// @param remedyTakes from a remedy's begin to its end
record RehearsalSettings(
    Mode mode,
    @Nullable Mode assumedMode,
    @Nullable String configured,
    List<ServiceSpec> services,
    Duration remedyTakes) {
  RehearsalSettings {
    services = List.copyOf(services);
  }

  /// @param assumed services that were taken to be there since an alert named them
  List<String> assumptions(Collection<String> assumed) {
    var said = new ArrayList<String>();
    said.add(
        configured == null
            ? "no configuration was given: every service that an alert names is supervised, in mode"
                + " "
                + mode.text()
                + ", with the default guards"
            : "guards and services are those of "
                + configured
                + (assumedMode == null ? "" : ", but in mode " + assumedMode.text())
                + (assumed.isEmpty()
                    ? ""
                    : "; it names no services, so those that alerts name have the default guards"));
    said.add(
        "a remedy takes "
            + DurationText.of(remedyTakes)
            + " and changes nothing in the recording, which tells what happened without it");
    said.add(
        "nobody approved, paused or ordered anything; other machines and balancers let everything"
            + " go: what they said is not recorded");
    return said;
  }
}
