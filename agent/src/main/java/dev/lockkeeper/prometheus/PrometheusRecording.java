package dev.lockkeeper.prometheus;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.rule.Recording;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a Prometheus server recorded: its raw samples, asked for as `selector[range]`.
///
/// Raw samples come without the marks by which Prometheus ends series; where one pauses, the server
/// is asked at which moments it still saw it ([Pauses]).
public final class PrometheusRecording implements Recording {
  /// Prometheus' own default, which nobody changes.
  private static final Duration LOOK_BACK = Duration.ofMinutes(5);

  /// What is asked for at once, at the most; less where the server finds it too much.
  private static final long MOST_MILLIS = Duration.ofHours(2).toMillis();

  private static final long LEAST_MILLIS = Duration.ofMinutes(1).toMillis();

  /// Whether the server recorded anything at all is asked in this grain.
  private static final long PRESENCE_STEP_MILLIS = Duration.ofSeconds(30).toMillis();

  /// Longer than any usual scrape interval.
  private static final String PRESENCE = "count(present_over_time(up[2m]))";

  private final PrometheusApi api;
  private final Map<String, Pauses> pauses = new HashMap<>();
  private boolean upSeen;

  /// @param headers sent with each request
  /// @throws IllegalArgumentException where the URL is none of HTTP, with a message for a person
  public PrometheusRecording(URI url, Map<String, String> headers) {
    this(new PrometheusApi(url, headers));
  }

  PrometheusRecording(PrometheusApi api) {
    this.api = api;
  }

  @Override
  public String name() {
    return api.base();
  }

  @Override
  public Duration lookBack() {
    return LOOK_BACK;
  }

  @Override
  public void read(Wanted wanted, long fromExclusive, long toInclusive, Sink sink)
      throws IOException {
    for (long from = fromExclusive; from < toInclusive; ) {
      long to = Math.min(from + MOST_MILLIS, toInclusive);
      boolean any = false;
      for (var selector : wanted.selectors()) {
        any |= read(selector, wanted, from, to, sink);
      }
      presence(from, to, any, sink);
      from = to;
    }
  }

  /// @return whether there was any sample
  private boolean read(String selector, Wanted wanted, long from, long to, Sink sink)
      throws IOException {
    var paused = pauses.computeIfAbsent(selector, _ -> new Pauses(LOOK_BACK.toMillis()));
    paused.begin(from, to);
    try {
      boolean[] any = {false};
      api.ask(
          "/api/v1/query",
          Map.of("query", selector + "[" + (to - from) + "ms]", "time", seconds(to)),
          (series, samples) -> any[0] |= take(series, samples, wanted, from, paused, sink));
      ends(selector, wanted, paused, from, to, sink);
      return any[0];
    } catch (PrometheusApi.TooMuchException e) {
      if (to - from < 2 * LEAST_MILLIS) {
        throw new IOException(
            e.getMessage() + " (even of " + (to - from) / 1000 + " s of " + selector + ")", e);
      }
      long middle = from + (to - from) / 2;
      return read(selector, wanted, from, middle, sink) | read(selector, wanted, middle, to, sink);
    }
  }

  private static boolean take(
      SeriesId series, SampleWindow samples, Wanted wanted, long from, Pauses pauses, Sink sink) {
    if (!wanted.matches().test(series)) {
      return false; // what the rules record themselves
    }
    boolean any = false;
    for (int i = 0; i < samples.size(); i++) {
      // Prometheus 2 gives the sample at the range's beginning too
      if (samples.time(i) > from) {
        pauses.sample(series, samples.time(i));
        sink.sample(series, samples.time(i), samples.value(i));
        any = true;
      }
    }
    return any;
  }

  /// Ends the series that the server marked stale.
  private void ends(String selector, Wanted wanted, Pauses pauses, long from, long to, Sink sink)
      throws IOException {
    long step = pauses.grain();
    if (step == 0) {
      return;
    }
    var seen = new HashMap<SeriesId, SampleWindow>();
    var parameters = new TreeMap<String, String>();
    parameters.put("query", selector);
    parameters.put("start", seconds(from));
    parameters.put("end", seconds(to));
    parameters.put("step", seconds(step));
    api.ask(
        "/api/v1/query_range",
        parameters,
        (series, samples) -> {
          if (wanted.matches().test(series)) {
            var copy = new SampleWindow();
            for (int i = 0; i < samples.size(); i++) {
              copy.add(samples.time(i), samples.value(i));
            }
            seen.put(series, copy);
          }
        });
    pauses.ends(step, seen, sink);
  }

  /// Finds stretches in which the server itself recorded nothing: it has series `up` of every target
  /// at other times, and none then.
  private void presence(long from, long to, boolean any, Sink sink) throws IOException {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("query", PRESENCE);
    parameters.put("start", seconds(from));
    parameters.put("end", seconds(to));
    parameters.put("step", seconds(PRESENCE_STEP_MILLIS));
    var present = new SampleWindow();
    api.ask(
        "/api/v1/query_range",
        parameters,
        (_, samples) -> {
          for (int i = 0; i < samples.size(); i++) {
            present.add(samples.time(i), samples.value(i));
          }
        });
    upSeen |= present.size() > 0;
    if (!upSeen && any) {
      return; // it keeps series, but no `up` that would tell
    }
    long last = from;
    for (int i = 0; i < present.size(); i++) {
      gap(last, present.time(i), sink);
      last = present.time(i);
    }
    gap(last, to + 1, sink);
  }

  private static void gap(long from, long to, Sink sink) {
    if (to - from > PRESENCE_STEP_MILLIS) {
      sink.gap(from, to - 1);
    }
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000));
  }
}
