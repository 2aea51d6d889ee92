package dev.lockkeeper.model;

import java.util.Set;

/// A source whose samples are late: what is read from it is not known.
///
/// @param source the collector or probe, in words
/// @param metrics the names of what it yields
/// @param labels labels that all its series carry, such as `{service="web1"}`; only label sets that
///   agree with them are unknown
/// @param reason for people: `no answer for 3 s`
public record Overdue(String source, Set<String> metrics, Labels labels, String reason) {
  public Overdue {
    metrics = Set.copyOf(metrics);
  }
}
