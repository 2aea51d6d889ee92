package dev.lockkeeper.promql;

/// What an expression yields.
public enum ValueType {
  SCALAR("scalar"),
  STRING("string"),
  INSTANT_VECTOR("instant vector"),
  RANGE_VECTOR("range vector");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  /// As Prometheus writes it: `instant vector`.
  public String text() {
    return text;
  }
}
