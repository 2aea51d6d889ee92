package dev.lockkeeper.status.apache;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What `mod_status` tells machines (`?auto`): lines of `Name: value`, of which each release adds
/// some and the multi-processing modules have different ones, so all but the workers may be absent.
///
/// @param figures every value that is a number, by its name on the page
/// @param slots workers by the scoreboard's letters, in the order of [#LETTERS]
record ApacheStatus(Map<String, Double> figures, List<Integer> slots) {
  /// The scoreboard's key, as the page for people has it: waiting, starting up, reading, sending,
  /// keep-alive, DNS, closing, logging, gracefully finishing, idle cleanup, and a slot without a
  /// process.
  static final String LETTERS = "_SRWKDCLGI.";

  static final String BUSY = "BusyWorkers";
  static final String IDLE = "IdleWorkers";
  private static final String SCOREBOARD = "Scoreboard";
  private static final int LONGEST_NAME = 64;

  ApacheStatus {
    figures = Map.copyOf(figures);
    slots = List.copyOf(slots);
  }

  /// @throws IOException when it is another page, such as the one for people
  static ApacheStatus parse(String page) throws IOException {
    var figures = new HashMap<String, Double>();
    List<Integer> slots = null;
    for (String line : page.lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon <= 0 || colon > LONGEST_NAME) {
        continue;
      }
      String name = line.substring(0, colon);
      String value = line.substring(colon + 2).strip();
      if (name.equals(SCOREBOARD)) {
        slots = slots(value);
      } else {
        number(value).ifPresent(figure -> figures.put(name, figure));
      }
    }
    if (slots == null || !figures.containsKey(BUSY) || !figures.containsKey(IDLE)) {
      String shown = page.strip();
      throw new IOException(
          "not a mod_status page for machines (?auto): "
              + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
    }
    return new ApacheStatus(figures, slots);
  }

  private static List<Integer> slots(String scoreboard) throws IOException {
    var slots = new int[LETTERS.length()];
    for (int at = 0; at < scoreboard.length(); at++) {
      int letter = LETTERS.indexOf(scoreboard.charAt(at));
      if (letter < 0) {
        throw new IOException(
            "the scoreboard of mod_status holds an unknown letter: " + scoreboard.charAt(at));
      }
      slots[letter]++;
    }
    return Arrays.stream(slots).boxed().toList();
  }

  /// Apache leaves out a leading zero: `.01`. Dates and versions are no numbers.
  private static Optional<Double> number(String text) {
    if (!text.matches("\\d{0,18}(\\.\\d{1,12})?(e[+-]?\\d{1,3})?") || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /// Requests in flight, without the one that asked: a worker is busy with it.
  long inFlight() {
    return Math.max(0, (long) figure(BUSY).orElse(0) - 1);
  }
}
