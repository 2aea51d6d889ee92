package dev.lockkeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a probe makes of every kind of answer, good and bad.
class HttpProbeTest {
  private static final Duration SOON = Duration.ofMillis(400);
  private static final Duration LATE = Duration.ofSeconds(10);

  @Test
  void anAnswerAsExpectedIsASuccess() throws IOException {
    try (var server = ScriptedServer.saying("HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n")) {
      var result = probe(server, LATE);
      assertThat(result.success()).isTrue();
      assertThat(result.httpStatus()).isEqualTo(204);
      assertThat(result.detail()).isEmpty();
      assertThat(result.duration()).isPositive();
      assertThat(server.requests())
          .containsExactly(
              "GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:"
                  + server.port()
                  + "\r\nUser-Agent: lockkeeper\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n",
        "HTTP/1.0 200\r\n\r\nok, until the end",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n",
      })
  void everyFramingOfAnAnswerIsUnderstood(String answer) throws IOException {
    try (var server = ScriptedServer.saying(answer)) {
      assertThat(probe(server, LATE).detail()).isEmpty();
    }
  }

  @Test
  void anotherStatusIsAFailureThatNamesItAndARedirectIsNotFollowed() throws IOException {
    try (var server =
        ScriptedServer.saying("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) {
      var result = probe(server, LATE);
      assertThat(result.success()).isFalse();
      assertThat(result.httpStatus()).isEqualTo(302);
      assertThat(result.detail()).isEqualTo("HTTP 302");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void nobodyListening() {
    var url = "http://127.0.0.1:" + FreePorts.next();
    var result = probe(url, LATE);
    assertThat(result.success()).isFalse();
    assertThat(result.httpStatus()).isZero();
    assertThat(result.detail()).isEqualTo("connection refused");
  }

  @Test
  void noAnswerAtAllEndsAtTheTimeoutAndTellsHowFarItCame() throws IOException {
    try (var server = new ScriptedServer(out -> Thread.sleep(60_000))) {
      var result = probe(server, SOON);
      assertThat(result.detail()).isEqualTo("no answer within 400 ms (connected, request sent)");
      assertThat(result.duration()).isBetween(SOON, Duration.ofSeconds(5));
    }
  }

  @Test
  void aBodyThatTricklesEndsAtTheTimeoutToo() throws IOException {
    // each read is quick: a timeout that starts anew with every read would never come
    try (var server =
        new ScriptedServer(out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"));
          for (int i = 0; i < 1_000; i++) {
            out.write('x');
            Thread.sleep(20);
          }
        })) {
      var result = probe(server, SOON);
      assertThat(result.success()).isFalse();
      assertThat(result.detail())
          .startsWith("no answer within 400 ms (connected, HTTP 200, ")
          .endsWith(" bytes of the body read)");
      assertThat(result.duration()).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void aHeadThatTricklesEndsAtTheTimeoutToo() throws IOException {
    try (var server =
        new ScriptedServer(out -> {
          for (int i = 0; i < 1_000; i++) {
            out.write('H');
            Thread.sleep(20);
          }
        })) {
      assertThat(probe(server, SOON).detail()).contains("bytes of the answer's head read");
    }
  }

  @Test
  void anEndlessBodyIsReadAMegabyteFar() throws IOException {
    var block = new byte[64 << 10];
    try (var server =
        new ScriptedServer(out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
          while (true) {
            out.write(block);
          }
        })) {
      assertThat(probe(server, LATE).detail()).isEmpty();
    }
  }

  @Test
  void anEndlessHeadIsNotReadForEver() throws IOException {
    try (var server =
        new ScriptedServer(out -> {
          out.write(ascii("HTTP/1.1 200 OK\r\n"));
          while (true) {
            out.write(ascii("X-Y: " + "z".repeat(1_000) + "\r\n"));
          }
        })) {
      assertThat(probe(server, LATE).detail()).isEqualTo("a head of more than 64 KiB");
    }
  }

  @Test
  void whatIsNotHttpIsShownShortAndPrintable() throws IOException {
    try (var server =
        ScriptedServer.saying("SSH-2.0-OpenSSH_9.9\u0007 and more of the same kind\r\n")) {
      assertThat(probe(server, LATE).detail())
          .isEqualTo("not HTTP: \"SSH-2.0-OpenSSH_9.9? and more of the sam…\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 -20 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
      })
  void brokenHttpIsAFailure(String answer) throws IOException {
    try (var server = ScriptedServer.saying(answer)) {
      var result = probe(server, LATE);
      assertThat(result.success()).isFalse();
      assertThat(result.detail()).isNotEmpty();
      assertThat(result.httpStatus()).isZero();
    }
  }

  @Test
  void anAnswerThatEndsEarlyIsAFailure() throws IOException {
    try (var nothing = ScriptedServer.saying("");
        var half = ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok")) {
      assertThat(probe(nothing, LATE).detail()).isEqualTo("the connection ended without an answer");
      assertThat(probe(half, LATE).detail()).isEqualTo("the connection ended within the body");
    }
  }

  @Test
  void tlsWithOneWhoDoesNotSpeakItIsAFailureInTime() throws IOException {
    try (var plain = ScriptedServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n");
        var silent = new ScriptedServer(out -> Thread.sleep(60_000))) {
      assertThat(probe(plain.url().replace("http:", "https:"), SOON).success()).isFalse();
      var result = probe(silent.url().replace("http:", "https:"), SOON);
      assertThat(result.detail()).isEqualTo("no answer within 400 ms (connected, TLS handshake)");
    }
  }

  @Test
  void localhostAndLiteralAddressesNeedNoNameServer() throws IOException {
    try (var server = ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(probe("http://localhost:" + server.port(), LATE).detail()).isEmpty();
      assertThat(probe("http://[::ffff:127.0.0.1]:" + server.port(), LATE).detail()).isEmpty();
    }
  }

  @Test
  void aNameThatDoesNotExistIsAFailureThatSaysSo() {
    var result = probe("http://no-such-host.invalid/", LATE);
    assertThat(result.success()).isFalse();
    assertThat(result.detail()).contains("no-such-host.invalid");
  }

  @Test
  void aTcpProbeAsksOnlyWhetherSomebodyListens() throws IOException {
    try (var server = new ScriptedServer(out -> Thread.sleep(60_000))) {
      var open = new ProbeSpec.Tcp("127.0.0.1", server.port(), SOON, LATE);
      assertThat(once(open).detail()).isEmpty();
    }
    var closed = new ProbeSpec.Tcp("127.0.0.1", FreePorts.next(), SOON, LATE);
    assertThat(once(closed).detail()).isEqualTo("connection refused");
  }

  @Test
  void onlyHttpUrlsAreProbed() {
    assertThatThrownBy(() -> probe("ftp://localhost/", LATE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resultsBecomeBlackboxExportersMetricsWithOneLabel() {
    var seen = new ArrayList<String>();
    var spec = new ProbeSpec.Http("http://127.0.0.1/", List.of(200), SOON, SOON);
    var result =
        new ProbeResult(new Moment(0, 0), false, Duration.ofMillis(1_500), 503, "HTTP 503");
    new ProbeMetrics(Labels.of("service", "web1"), spec)
        .emit(result, (id, value) -> seen.add(id + " " + value));
    new ProbeMetrics(Labels.of("dependency", "db"), new ProbeSpec.Tcp("db", 1, SOON, SOON))
        .emit(result, (id, value) -> seen.add(id + " " + value));
    assertThat(seen)
        .containsExactly(
            "probe_success{service=\"web1\"} 0.0",
            "probe_duration_seconds{service=\"web1\"} 1.5",
            "probe_http_status_code{service=\"web1\"} 503.0",
            "probe_success{dependency=\"db\"} 0.0",
            "probe_duration_seconds{dependency=\"db\"} 1.5");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ProbeResult probe(ScriptedServer server, Duration timeout) {
    return probe(server.url(), timeout);
  }

  private static ProbeResult probe(String url, Duration timeout) {
    return once(new ProbeSpec.Http(url, List.of(200, 204), SOON, timeout));
  }

  private static ProbeResult once(ProbeSpec spec) {
    return Probes.of(spec).probe(new Moment(0, 0), System::nanoTime);
  }
}
