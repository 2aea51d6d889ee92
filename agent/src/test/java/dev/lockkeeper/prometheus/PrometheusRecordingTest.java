package dev.lockkeeper.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.model.Bucket;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.prometheus.FakePrometheus.Answer;
import dev.lockkeeper.prometheus.FakePrometheus.Request;
import dev.lockkeeper.rule.Recording;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusRecordingTest {
  private static final Recording.Wanted UP =
      new Recording.Wanted(List.of("up"), series -> series.metric().equals("up"));
  private static final Answer NOTHING = Answer.matrix("");

  /// `1000=1.0`, `2000=stale`, `gap 0-30000`.
  private final List<String> read = new ArrayList<>();

  private final Recording.Sink sink =
      new Recording.Sink() {
        @Override
        public void sample(SeriesId series, long epochMillis, double value) {
          read.add(epochMillis + "=" + (Staleness.isMarker(value) ? "stale" : value));
        }

        @Override
        public void bucket(SeriesId series, Bucket bucket) {
          throw new AssertionError("a bucket of " + series);
        }

        @Override
        public void gap(long fromExclusive, long toInclusive) {
          read.add("gap " + fromExclusive + "-" + toInclusive);
        }
      };

  private List<Request> read(Function<Request, Answer> answers, long from, long to)
      throws IOException {
    try (var prometheus = new FakePrometheus(answers)) {
      new PrometheusRecording(prometheus.url(), Map.of("Authorization", "Bearer x"))
          .read(UP, from, to, sink);
      return prometheus.requests;
    }
  }

  private static boolean raw(Request request) {
    return request.path().equals("/api/v1/query");
  }

  private static boolean presence(Request request) {
    return String.valueOf(request.form().get("query")).startsWith("count(");
  }

  /// The whole time present, in seconds.
  private static Answer always(Request request) {
    return grid(request, "{}", second -> true);
  }

  private static Answer grid(
      Request request, String metric, java.util.function.LongPredicate present) {
    var values = new ArrayList<String>();
    double step = Double.parseDouble(request.form().get("step"));
    double end = Double.parseDouble(request.form().get("end"));
    for (double at = Double.parseDouble(request.form().get("start")); at <= end; at += step) {
      if (present.test((long) at)) {
        values.add("[" + at + ",\"1\"]");
      }
    }
    return Answer.matrix(
        "{\"metric\":" + metric + ",\"values\":[" + String.join(",", values) + "]}");
  }

  private static Answer up(long... seconds) {
    var values = new ArrayList<String>();
    for (long second : seconds) {
      values.add("[" + second + ",\"1\"]");
    }
    return Answer.matrix(
        "{\"metric\":{\"__name__\":\"up\"},\"values\":[" + String.join(",", values) + "]}");
  }

  @Test
  void rawSamplesAreAskedForWithHeadersAndTheRangesBeginningIsLeftOut() throws IOException {
    var requests =
        read(
            request -> raw(request) ? up(1000, 1015, 1030) : always(request), 1_000_000, 1_030_000);
    assertThat(read).containsExactly("1015000=1.0", "1030000=1.0");
    assertThat(requests.getFirst().form())
        .containsEntry("query", "up[30000ms]")
        .containsEntry("time", "1030.000");
    assertThat(requests.getFirst().headers().get("Authorization")).containsExactly("Bearer x");
  }

  @Test
  void whatTheServerFindsTooMuchIsAskedForInHalves() throws IOException {
    var requests =
        read(
            request -> {
              if (!raw(request)) {
                return always(request);
              }
              return request.form().get("query").equals("up[3600000ms]")
                  ? new Answer(
                      422,
                      "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"query"
                          + " processing would load too many samples into memory in query"
                          + " execution\"}")
                  : NOTHING;
            },
            0,
            3_600_000);
    assertThat(requests.stream().filter(PrometheusRecordingTest::raw).map(Request::form))
        .extracting(form -> form.get("query") + " @ " + form.get("time"))
        .containsExactly(
            "up[3600000ms] @ 3600.000", "up[1800000ms] @ 1800.000", "up[1800000ms] @ 3600.000");
  }

  @Test
  void whatIsTooMuchEvenOfAMinuteIsRefused() {
    assertThatThrownBy(
            () -> read(_ -> new Answer(422, "{\"error\":\"too many samples\"}"), 0, 600_000))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too many samples (even of 75 s of up)");
  }

  @Test
  void aSeriesThatTheServerMarkedStaleInAPauseEndsThere() throws IOException {
    read(
        request -> {
          if (presence(request)) {
            return always(request);
          }
          return raw(request)
              ? up(15, 30, 45, 150, 165, 180)
              : grid(request, "{\"__name__\":\"up\"}", second -> second < 60 || second >= 150);
        },
        0,
        180_000);
    assertThat(read)
        .containsExactly(
            "15000=1.0",
            "30000=1.0",
            "45000=1.0",
            "150000=1.0",
            "165000=1.0",
            "180000=1.0",
            "60000=stale");
  }

  @Test
  void aSeriesThatIsMerelySparseGoesOn() throws IOException {
    read(
        request -> {
          if (presence(request)) {
            return always(request);
          }
          return raw(request)
              ? up(15, 30, 45, 150, 165, 180)
              : grid(request, "{\"__name__\":\"up\"}", _ -> true);
        },
        0,
        180_000);
    assertThat(read).hasSize(6).noneMatch(one -> one.endsWith("stale"));
  }

  @Test
  void aSeriesThatEndsWithAPortionEndsInTheNext() throws IOException {
    Function<Request, Answer> answers =
        request -> {
          if (presence(request)) {
            return always(request);
          }
          if (!raw(request)) {
            return grid(request, "{\"__name__\":\"up\"}", second -> second < 75);
          }
          return request.form().get("time").equals("60.000") ? up(15, 30, 45, 60) : NOTHING;
        };
    try (var prometheus = new FakePrometheus(answers)) {
      var recording = new PrometheusRecording(prometheus.url(), Map.of());
      recording.read(UP, 0, 60_000, sink);
      recording.read(UP, 60_000, 120_000, sink);
      recording.read(UP, 120_000, 180_000, sink);
      assertThat(read).endsWith("60000=1.0", "75000=stale");
      assertThat(prometheus.requests)
          .filteredOn(request -> !raw(request) && !presence(request))
          .as("it is asked no more once it has ended")
          .hasSize(1);
    }
  }

  @Test
  void timeInWhichTheServerHadNoTargetUpIsAGap() throws IOException {
    read(
        request ->
            raw(request)
                ? up(15, 30)
                : presence(request)
                    ? grid(request, "{}", second -> second < 120 || second >= 300)
                    : grid(request, "{\"__name__\":\"up\"}", _ -> true),
        0,
        600_000);
    assertThat(read).containsExactly("15000=1.0", "30000=1.0", "gap 90000-299999");
  }

  @Test
  void aServerWithoutTargetsHasNoGapsWhereItHasSamples() throws IOException {
    read(request -> raw(request) ? up(15, 30, 45, 60) : NOTHING, 0, 60_000);
    assertThat(read).noneMatch(one -> one.startsWith("gap"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | no               | refuses (HTTP 401): a file with an `Authorization: …` line",
        "404 | page not found   | has no Prometheus API (HTTP 404",
        "503 | <b>busy</b>      | says (HTTP 503): <b>busy</b>",
        "400 | {\"error\":\"parse error: x\"} | says (HTTP 400): parse error: x",
        "200 | <html>           | answers with something else than JSON",
        "200 | {\"status\":\"error\",\"error\":\"boom\"} | says: boom",
      })
  void whatGoesWrongIsSaid(int status, String body, String message) {
    assertThatThrownBy(() -> read(_ -> new Answer(status, body), 0, 60_000))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("http://127.0.0.1:")
        .hasMessageContaining(message);
  }

  @Test
  void nobodyThereIsSaid() {
    var url = URI.create("http://127.0.0.1:" + FreePorts.next());
    assertThatThrownBy(() -> new PrometheusRecording(url, Map.of()).read(UP, 0, 1000, sink))
        .isInstanceOf(IOException.class)
        .hasMessage(url + " can't be asked: connection refused");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws IOException {
    try (var silent = new ServerSocket(0)) {
      var url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      var api = new PrometheusApi(url, Map.of(), Duration.ofMillis(300));
      assertThatThrownBy(() -> new PrometheusRecording(api).read(UP, 0, 1000, sink))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not answer within");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prom:9090", "ftp://prom", "/var/lib", "http:///x"})
  void whatIsNoUrlOfHttpIsWrongUsage(String url) {
    assertThatThrownBy(() -> new PrometheusRecording(URI.create(url), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the URL of a Prometheus server");
  }
}
