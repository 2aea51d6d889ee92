package dev.lockkeeper.model;

import java.util.Locale;

/// How much the agent may do by itself; from the most cautious to the least.
public enum Mode {
  /// say what it would do
  OBSERVE,
  /// ask, and do it when an operator approves
  APPROVE,
  ACT;

  /// The most cautious of rule, service and global mode wins.
  public Mode mostCautious(Mode other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /// As configuration files and labels write it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
