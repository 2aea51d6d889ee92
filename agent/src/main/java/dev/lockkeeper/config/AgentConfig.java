package dev.lockkeeper.config;

import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `config.yml`, checked as a whole: nothing in it needs another look.
///
/// @param file where it was read from, as the person named it; relative paths in it were resolved
///   against its directory
/// @param mode the global mode
/// @param interval time from one tick of the loop to the next
/// @param rules globs of rule files, as they stand in the file
/// @param instance the `instance` label of every alert; null: the host's name
/// @param labels on every alert, beside `instance`
/// @param history what of the samples is kept on disk
/// @param listen where HTTP is served
/// @param services as configured; none: web servers that run are found and observed
/// @param dropwizard what stands beside our keys for Dropwizard, not yet bound
public record AgentConfig(
    Path file,
    Mode mode,
    Duration interval,
    List<String> rules,
    @Nullable String instance,
    Map<String, String> labels,
    Directories directories,
    HistoryConfig history,
    HostAndPort listen,
    List<ServiceSpec> services,
    AlertSettings alerts,
    DropwizardSettings dropwizard) {
  public AgentConfig {
    rules = List.copyOf(rules);
    labels = Map.copyOf(labels);
    services = List.copyOf(services);
  }
}
