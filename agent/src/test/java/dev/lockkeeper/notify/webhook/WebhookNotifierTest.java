package dev.lockkeeper.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.lockkeeper.alert.Notification;
import dev.lockkeeper.alert.RejectedException;
import dev.lockkeeper.lab.FreePorts;
import dev.lockkeeper.model.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a webhook gets, and what its answers mean.
class WebhookNotifierTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00.500Z");
  private static final URI PAGE = URI.create("http://web-host:9755/");

  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private volatile int status = 200;
  private volatile String answer = "";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/hook");
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void itGetsWhatAlertmanagerWouldPost() throws IOException {
    notifier().send(List.of(firing("web1"), resolved("web2")));
    var body = bodies.remove();
    assertThat(body).startsWith("POST application/json {");
    var json = new ObjectMapper().readTree(body.substring(body.indexOf('{')));
    var expected =
        new ObjectMapper()
            .readTree(
                """
                {
                  "version": "4",
                  "groupKey": "{}:{}",
                  "truncatedAlerts": 0,
                  "status": "firing",
                  "receiver": "lockkeeper",
                  "groupLabels": {},
                  "commonLabels": {"alertname": "Hung", "instance": "web-host"},
                  "commonAnnotations": {"summary": "it \\"hangs\\" — 3 s"},
                  "externalURL": "http://web-host:9755/",
                  "alerts": [
                    {
                      "status": "firing",
                      "labels": {"alertname": "Hung", "instance": "web-host", "service": "web1"},
                      "annotations": {"summary": "it \\"hangs\\" — 3 s"},
                      "startsAt": "2026-11-23T12:00:00.500Z",
                      "endsAt": "0001-01-01T00:00:00Z",
                      "generatorURL": "http://web-host:9755/",
                      "fingerprint": "%s"
                    },
                    {
                      "status": "resolved",
                      "labels": {"alertname": "Hung", "instance": "web-host", "service": "web2"},
                      "annotations": {"summary": "it \\"hangs\\" — 3 s"},
                      "startsAt": "2026-11-23T12:00:00.500Z",
                      "endsAt": "2026-11-23T12:01:00.500Z",
                      "generatorURL": "http://web-host:9755/",
                      "fingerprint": "%s"
                    }
                  ]
                }
                """
                    .formatted(
                        json.at("/alerts/0/fingerprint").asText(),
                        json.at("/alerts/1/fingerprint").asText()));
    assertThat(json).isEqualTo(expected);
    assertThat(json.at("/alerts/0/fingerprint").asText())
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(json.at("/alerts/1/fingerprint").asText());
  }

  @Test
  void itIsResolvedWhenAllAre() throws IOException {
    notifier().send(List.of(resolved("web1")));
    assertThat(bodies.remove()).contains("\"status\":\"resolved\",\"receiver\"");
  }

  @Test
  void aRefusalIsToldApartFromTroubleAndBothSayWhatTheServerSaid() {
    answer = "no such channel " + "x".repeat(500);
    status = 400;
    assertThatThrownBy(() -> notifier().send(List.of(firing("web1"))))
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith("HTTP 400: no such channel xxx")
        .satisfies(e -> assertThat(e.getMessage()).hasSize("HTTP 400: ".length() + 200));
    status = 503;
    assertThatThrownBy(() -> notifier().send(List.of(firing("web1"))))
        .isNotInstanceOf(RejectedException.class)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("HTTP 503: no such channel");
  }

  @Test
  void redirectsAreNotFollowed() {
    status = 307;
    assertThatThrownBy(() -> notifier().send(List.of(firing("web1")))).hasMessage("HTTP 307");
    assertThat(bodies).hasSize(1);
  }

  @Test
  void nobodyListening() {
    var notifier =
        new WebhookNotifier(URI.create("http://127.0.0.1:" + FreePorts.next() + "/"), null);
    assertThatThrownBy(() -> notifier.send(List.of(firing("web1"))))
        .isInstanceOf(IOException.class)
        .hasMessage("connection refused");
  }

  @Test
  void itsNameKeepsThePathToItselfAndTellsTwoOfOneHostApart() {
    var one = new WebhookNotifier(URI.create("https://hooks.example.org/T0/secret"), null).name();
    var two = new WebhookNotifier(URI.create("https://hooks.example.org/T0/other"), null).name();
    assertThat(one)
        .startsWith("webhook https://hooks.example.org (")
        .doesNotContain("secret")
        .isNotEqualTo(two);
    assertThat(new WebhookNotifier(URI.create("http://127.0.0.1:1/"), null).name())
        .isEqualTo("webhook http://127.0.0.1:1");
  }

  private WebhookNotifier notifier() {
    return new WebhookNotifier(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"), PAGE);
  }

  private static Notification firing(String service) {
    return notification(service, null);
  }

  private static Notification resolved(String service) {
    return notification(service, START.plusSeconds(60));
  }

  private static Notification notification(String service, Instant endsAt) {
    return new Notification(
        Labels.of("alertname", "Hung", "instance", "web-host", "service", service),
        Map.of("summary", "it \"hangs\" — 3 s"),
        START,
        endsAt,
        START.plusSeconds(240));
  }
}
