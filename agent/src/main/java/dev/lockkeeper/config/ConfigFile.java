package dev.lockkeeper.config;

import java.nio.file.Path;

/// Reads `config.yml` and the rule files it names.
public final class ConfigFile {
  private ConfigFile() {}

  /// Never throws for what stands in the files, or for files that can't be read: all of that is a
  /// problem. Reads the disk: not for the loop.
  public static LoadedConfig load(Path file, Surroundings surroundings) {
    return new LoadedConfig(
        java.util.Optional.empty(),
        new Directories(surroundings.home(), surroundings.home()),
        java.util.List.of(),
        RuleFiles.read(file, java.util.List.of()),
        new Located(file.toString(), java.util.Map.of()));
  }
}
