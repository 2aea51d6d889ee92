package dev.lockkeeper.prometheus;

import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.rule.Recording;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.BitSet;
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
      var seconds = new BitSet();
      for (var selector : wanted.selectors()) {
        read(selector, wanted, from, to, seconds, sink);
      }
      presence(from, to, seconds, sink);
      from = to;
    }
  }

  /// @param seconds takes the seconds, since the beginning of what is read, that have a sample
  private void read(String selector, Wanted wanted, long from, long to, BitSet seconds, Sink sink)
      throws IOException {
    read(selector, wanted, from, from, to, seconds, sink);
  }

  private void read(
      String selector, Wanted wanted, long begin, long from, long to, BitSet seconds, Sink sink)
      throws IOException {
    var paused = pauses.computeIfAbsent(selector, _ -> new Pauses(LOOK_BACK.toMillis()));
    paused.begin(from, to);
    try {
      api.ask(
          "/api/v1/query",
          Map.of("query", selector + "[" + (to - from) + "ms]", "time", seconds(to)),
          (series, samples) -> {
            if (!wanted.matches().test(series)) {
              return; // what the rules record themselves
            }
            for (int i = 0; i < samples.size(); i++) {
              // Prometheus 2 gives the sample at the range's beginning too
              if (samples.time(i) > from) {
                paused.sample(series, samples.time(i));
                seconds.set((int) ((samples.time(i) - begin) / 1000));
                sink.sample(series, samples.time(i), samples.value(i));
              }
            }
          });
      ends(selector, wanted, paused, from, to, sink);
    } catch (PrometheusApi.TooMuchException e) {
      if (to - from < 2 * LEAST_MILLIS) {
        throw new IOException(
            e.getMessage() + " (even of " + (to - from) / 1000 + " s of " + selector + ")", e);
      }
      long middle = from + (to - from) / 2;
      read(selector, wanted, begin, from, middle, seconds, sink);
      read(selector, wanted, begin, middle, to, seconds, sink);
    }
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

  /// Finds stretches in which the server itself recorded nothing: it has series `up` of every
  /// target at other times, and none then, nor a sample of what is wanted.
  private void presence(long from, long to, BitSet seconds, Sink sink) throws IOException {
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
    if (!upSeen && !seconds.isEmpty()) {
      return; // it keeps series, but no `up` that would tell
    }
    long last = from;
    for (int i = 0; i <= present.size(); i++) {
      long next = i < present.size() ? present.time(i) : to + 1;
      if (next - last > PRESENCE_STEP_MILLIS) {
        int sample = seconds.nextSetBit((int) ((last - from) / 1000) + 1);
        long until = sample < 0 ? next : Math.min(next, from + sample * 1000L);
        if (until > last + 1) {
          sink.gap(last, until - 1);
        }
      }
      last = next;
    }
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(Math.floorDiv(millis, 1000), Math.floorMod(millis, 1000));
  }
}
