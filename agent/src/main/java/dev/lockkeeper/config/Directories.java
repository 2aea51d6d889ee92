package dev.lockkeeper.config;

import java.nio.file.Path;

/// Where the agent keeps its own files. Neither is created by reading the configuration.
///
/// @param state survives a reboot: `/var/lib/lockkeeper`
/// @param runtime does not: `/run/lockkeeper`
public record Directories(Path state, Path runtime) {}
