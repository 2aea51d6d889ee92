package dev.lockkeeper.linux;

/// Metric names made of what the kernel calls a thing.
final class Names {
  private Names() {}

  /// Everything that a metric's name may not hold becomes `_`.
  static String sanitize(String name) {
    var result = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean allowed = c < 128 && (Character.isLetterOrDigit(c) || c == '_');
      result.append(allowed ? c : '_');
    }
    return result.toString();
  }
}
