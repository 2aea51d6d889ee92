package dev.lockkeeper.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text of up to 1 MiB from a few bytes: a fuzzer finds small inputs, and what hurts a parser are
/// long ones, above all the same thing over and over.
///
/// An input that begins with a byte n of 1 to 20 is `n, lengths, text`: the text's middle part is
/// repeated 2ⁿ times between its first and its last part, whose lengths are the high and the low
/// half of `lengths`. With n of 21 to 40 it is repeated 2ⁿ⁻²⁰ times, and the lengths have a byte
/// each. Any other input is the text itself, in UTF-8.
public final class Inflated {
  /// Characters: 1 MiB, but for the fuzzer itself, whose tracing makes every comparison hundreds of
  /// times slower.
  static final int LONGEST = Integer.getInteger("fuzz.longest", 1 << 20);

  private Inflated() {}

  public static String text(byte[] input) {
    if (input.length < 4 || input[0] < 1 || input[0] > 40) {
      return decoded(input);
    }
    boolean wide = input[0] > 20;
    int header = wide ? 3 : 2;
    int doublings = wide ? input[0] - 20 : input[0];
    int before = Math.min(wide ? input[1] & 0xff : (input[1] >> 4) & 0xf, input.length - header);
    int after = Math.min(wide ? input[2] & 0xff : input[1] & 0xf, input.length - header - before);
    String first = decoded(Arrays.copyOfRange(input, header, header + before));
    String middle = decoded(Arrays.copyOfRange(input, header + before, input.length - after));
    String last = decoded(Arrays.copyOfRange(input, input.length - after, input.length));
    int fitting = (LONGEST - first.length() - last.length()) / Math.max(1, middle.length());
    return first + middle.repeat(Math.max(0, Math.min(1 << doublings, fitting))) + last;
  }

  private static String decoded(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
