package dev.lockkeeper.model;

/// What a firing rule asks for.
public enum Remedy {
  /// drain, stop, start, verify, ready
  RESTART,
  /// the service's own reload, in traffic
  RELOAD,
  /// out of traffic until the condition has been clear, or an operator says `ready`
  DRAIN,
  /// evidence only
  CAPTURE;

  /// As rule files and labels write it.
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
