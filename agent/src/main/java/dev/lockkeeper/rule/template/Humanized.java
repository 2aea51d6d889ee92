package dev.lockkeeper.rule.template;

import dev.lockkeeper.rule.template.Arguments.WrongArgument;
import java.time.Instant;

/// Numbers for people, with four significant digits.
final class Humanized {
  private static final String[] LARGE = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] SMALL = {"", "m", "u", "n", "p", "f", "a", "z", "y"};
  private static final String[] BINARY = {"", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

  private Humanized() {}

  private static boolean unscaled(double value) {
    return value == 0 || Double.isNaN(value) || Double.isInfinite(value);
  }

  static String plain(double value) {
    if (unscaled(value)) {
      return general(value);
    }
    return Math.abs(value) >= 1 ? scaled(value, 1000, LARGE) : small(value);
  }

  static String binary(double value) {
    return Math.abs(value) <= 1 || unscaled(value) ? general(value) : scaled(value, 1024, BINARY);
  }

  private static String scaled(double value, double factor, String[] prefixes) {
    double scaled = value;
    int step = 0;
    while (Math.abs(scaled) >= factor && step < prefixes.length - 1) {
      scaled /= factor;
      step++;
    }
    return general(scaled) + prefixes[step];
  }

  private static String small(double value) {
    double scaled = value;
    int step = 0;
    while (Math.abs(scaled) < 1 && step < SMALL.length - 1) {
      scaled *= 1000;
      step++;
    }
    return general(scaled) + SMALL[step];
  }

  static String duration(double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      return general(seconds);
    }
    double size = Math.abs(seconds);
    if (size < 1) {
      return (size == 0 ? general(seconds) : small(seconds)) + "s";
    }
    String sign = seconds < 0 ? "-" : "";
    long whole = (long) size;
    long days = whole / 86_400;
    long hours = whole / 3_600 % 24;
    long minutes = whole / 60 % 60;
    String rest = minutes + "m " + whole % 60 + "s";
    if (days > 0) {
      return sign + days + "d " + hours + "h " + rest;
    }
    if (hours > 0) {
      return sign + hours + "h " + rest;
    }
    return sign + (minutes > 0 ? rest : general(size) + "s");
  }

  static String timestamp(double seconds) {
    return Double.isNaN(seconds) || Double.isInfinite(seconds)
        ? general(seconds)
        : Value.Times.text(time(seconds));
  }

  /// Milliseconds are the finest that Prometheus has.
  static Instant time(double seconds) {
    double nanos = seconds * 1e9;
    if (!(Math.abs(nanos) <= Long.MAX_VALUE)) {
      throw new WrongArgument(
          GoFloat.shortest(seconds)
              + " cannot be represented as a nanoseconds timestamp since it overflows int64");
    }
    return Instant.ofEpochMilli((long) nanos / 1_000_000);
  }

  private static String general(double value) {
    return GoFloat.general(value, 4);
  }
}
