package dev.lockkeeper.rule.check;

import java.time.Duration;
import java.util.List;

/// How far back there is something to read, and how fine.
///
/// @param tiers from the finest to the widest; none: not known
/// @param onDisk how much of it is there again after a restart of the agent; zero: nothing
public record Retention(List<Tier> tiers, Duration onDisk) {
  /// Nothing is known of it.
  public static final Retention UNKNOWN = new Retention(List.of(), Duration.ZERO);

  public Retention {
    tiers = List.copyOf(tiers);
  }

  /// @param reach how far back it goes
  /// @param width of its buckets; zero: every sample
  public record Tier(Duration reach, Duration width) {}
}
