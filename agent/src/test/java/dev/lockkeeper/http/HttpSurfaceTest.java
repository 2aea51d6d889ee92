package dev.lockkeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import dev.lockkeeper.report.DocumentText;
import dev.lockkeeper.report.FakeAgent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSurfaceTest {
  private final FakeAgent agent = new FakeAgent();
  private final HealthCheckRegistry health = new HealthCheckRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpSurface surface;

  @BeforeEach
  void start() throws IOException {
    surface = start(0);
  }

  private HttpSurface start(int port) throws IOException {
    var standard = HttpSettings.standard();
    var settings =
        new HttpSettings(
                new HttpSettings.Listen("127.0.0.1", port), Set.of(), standard.dropwizard())
            .withHostNames(Set.of("Photo-7.example.org"));
    return HttpSurface.start(settings, agent, agent, health, new MetricRegistry());
  }

  @AfterEach
  void stop() {
    surface.close();
    client.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return client.send(request(path, headers).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(surface.uri() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /// As it goes over the wire, for what Java's client would not send.
  private String raw(String request) throws IOException {
    try (var socket = new Socket(surface.uri().getHost(), surface.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String statusFor(String host) throws IOException {
    return raw("GET /-/healthy HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
        .lines()
        .findFirst()
        .orElse("");
  }

  @Test
  void metricsComeAsPrometheusTextUnlessAskedOtherwise() throws Exception {
    var response = get("/metrics");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body()).isEqualTo(resource("metrics.txt"));
  }

  @Test
  void openMetricsComesWhenItIsPreferred() throws Exception {
    var response =
        get(
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2");
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(response.body()).isEqualTo(resource("openmetrics.txt")).endsWith("\n# EOF\n");
  }

  private static String resource(String name) throws IOException {
    try (var stream = HttpSurfaceTest.class.getResourceAsStream("/http/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void metricsAreCompressedWhenAsked() throws Exception {
    var request = request("/metrics", "Accept-Encoding", "gzip").build();
    var response = client.send(request, BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(resource("metrics.txt"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void whatIsNotReadingIsRefused(String method) throws Exception {
    String answer =
        raw(
            method
                + " /api/v1/status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 405").containsIgnoringCase("Allow: GET, HEAD");
  }

  @Test
  void aHeadAnswersWithoutBody() throws Exception {
    String answer =
        raw("HEAD /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:9755",
        "127.0.0.1",
        "127.0.0.1:1",
        "[::1]:9755",
        "photo-7.example.org",
        "PHOTO-7.Example.ORG:9755",
        "photo-7.example.org."
      })
  void aHostHeaderThatNamesThisMachineIsLetIn(String host) throws Exception {
    assertThat(statusFor(host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "photo-7.example.org.evil.example",
        "10.9.8.7"
      })
  void aHostHeaderOfAnotherNameIsRefused(String host) throws Exception {
    assertThat(statusFor(host)).startsWith("HTTP/1.1 421");
  }

  @Test
  void anAbsoluteUrlDoesNotSlipPastTheHostCheck() throws Exception {
    String answer =
        raw("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 421");
  }

  @Test
  void aHealthCheckWithoutHostHeaderIsAnswered() throws Exception {
    assertThat(raw("GET /-/healthy HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
  }

  @Test
  void errorsAreJsonAndTellNothingOfTheInside() throws Exception {
    assertThat(get("/admin/tasks").statusCode()).isEqualTo(404);
    assertThat(DocumentText.read(get("/nowhere").body()))
        .isEqualTo(
            Map.of(
                "status",
                "error",
                "errorType",
                "not_found",
                "error",
                "nothing is served at this path"));
    String tooLarge =
        raw(
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                + "x".repeat(20_000)
                + "\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(tooLarge).startsWith("HTTP/1.1 431").contains("\"status\":\"error\"");
  }

  @Test
  void everyAnswerForbidsWhatThePageDoesNotNeed() throws Exception {
    for (String path : new String[] {"/", "/page.css", "/page.js", "/api/v1/status", "/none"}) {
      var headers = get(path).headers();
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; ");
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Server")).isEmpty();
    }
  }

  @Test
  void aQueryAnswersInPrometheusEnvelope() throws Exception {
    var response = get("/api/v1/query?query=service_up");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[")
        .contains("\"metric\":{\"__name__\":\"service_up\",\"service\":\"web1\"}")
        .contains(",\"1\"]")
        .contains(",\"NaN\"]");
  }

  @Test
  void aQueryThatIsNoPromqlSaysWhere() throws Exception {
    var response = get("/api/v1/query?query=)(");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("bad_data").contains("1:2: unexpected");
    assertThat(get("/api/v1/query").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/query?query=up&time=12").statusCode()).isEqualTo(400);
  }

  @Test
  void incidentsAreListedAndFoundById() throws Exception {
    assertThat(get("/api/v1/incidents").body()).contains(FakeAgent.INCIDENT).contains("\"done\"");
    assertThat(get("/api/v1/incidents?limit=1").body()).doesNotContain("\"done\"");
    assertThat(get("/api/v1/incidents?limit=-1").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/incidents/" + FakeAgent.INCIDENT).body()).contains("41 requests");
    assertThat(get("/api/v1/incidents/none").statusCode()).isEqualTo(404);
  }

  @Test
  void statusServicesAndAlertsHaveStableKeys() throws Exception {
    assertThat(get("/api/v1/status").body()).contains("\"last_tick_age_seconds\":0.3");
    assertThat(get("/api/v1/services").body())
        .contains("\"since\":\"2026-11-23T18:15:31Z\"")
        .contains("\"reason\":\"minimum_healthy\"");
    assertThat(get("/api/v1/alerts").body())
        .contains("\"unknown_because\":\"filesystem has not answered for 12 s\"")
        .contains("\"value\":\"NaN\"");
  }

  @Test
  void aLoopThatStoppedIsNotHealthy() throws Exception {
    assertThat(get("/-/healthy").statusCode()).isEqualTo(200);
    agent.lastTick = Duration.ofSeconds(4);
    assertThat(get("/-/healthy").statusCode()).isEqualTo(503);
  }

  @Test
  void aFailingHealthCheckIsShownWithItsReason() throws Exception {
    health.register("loop", Health.loop(agent));
    assertThat(get("/-/ready").statusCode()).isEqualTo(200);
    assertThat(get("/api/v1/health").statusCode()).isEqualTo(200);
    health.register("collectors", Health.collectors(agent));
    health.register("journal", Health.of(() -> ""));
    var response = get("/api/v1/health");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"healthy\":false").contains("statfs /mnt/nfs");
    assertThat(get("/-/ready").body()).contains("collectors: filesystem: stuck");
  }

  @Test
  void aPortThatIsTakenIsAnErrorThatNamesIt() {
    int port = surface.uri().getPort();
    assertThatThrownBy(() -> start(port))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("in use");
  }
}
