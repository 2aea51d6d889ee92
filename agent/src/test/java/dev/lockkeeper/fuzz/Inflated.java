package dev.lockkeeper.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text of up to 1 MiB from a few bytes: a fuzzer finds small inputs, and what hurts a parser are
/// long ones, above all the same thing over and over.
///
/// An input that begins with a byte of 1 to 20 is `n, lengths, text`: the text's middle part is
/// repeated 2ⁿ times between its first and its last part, whose lengths are the high and the low
/// half of `lengths`. Any other input is the text itself, in UTF-8.
public final class Inflated {
  /// Characters: 1 MiB, but for the fuzzer itself, whose tracing makes every comparison hundreds of
  /// times slower.
  static final int LONGEST = Integer.getInteger("fuzz.longest", 1 << 20);

  private Inflated() {}

  public static String text(byte[] input) {
    if (input.length < 3 || input[0] < 1 || input[0] > 20) {
      return decoded(input);
    }
    int before = Math.min((input[1] >> 4) & 0xf, input.length - 2);
    int after = Math.min(input[1] & 0xf, input.length - 2 - before);
    String first = decoded(Arrays.copyOfRange(input, 2, 2 + before));
    String middle = decoded(Arrays.copyOfRange(input, 2 + before, input.length - after));
    String last = decoded(Arrays.copyOfRange(input, input.length - after, input.length));
    int fitting = (LONGEST - first.length() - last.length()) / Math.max(1, middle.length());
    return first + middle.repeat(Math.max(0, Math.min(1 << input[0], fitting))) + last;
  }

  private static String decoded(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
