package dev.lockkeeper.notify.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockkeeper.alert.Delivery;
import dev.lockkeeper.alert.Notification;
import dev.lockkeeper.alert.Notifier;
import dev.lockkeeper.alert.Outbox;
import dev.lockkeeper.alert.OutboxSettings;
import dev.lockkeeper.alert.RejectedException;
import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Verdict;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Alerts on their whole way, from an evaluation to what Debian's Alertmanager says that it has.
class AlertmanagerIT {
  private static final Duration RESEND = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(40);
  private static final URI PAGE = URI.create("http://web-host:9755/");

  @TempDir Path first;
  @TempDir Path second;
  private Alertmanager am1;
  private Alertmanager am2;
  private List<Notifier> notifiers;
  private Outbox outbox;
  private Moment firingSince;

  @BeforeEach
  void prepare() {
    am1 = Alertmanager.create(first);
    am2 = Alertmanager.create(second);
    notifiers =
        List.of(
            new AlertmanagerNotifier(am1.url(), PAGE), new AlertmanagerNotifier(am2.url(), PAGE));
    outbox =
        new Outbox(
            OutboxSettings.of("web-host", Labels.of("site", "berlin"), RESEND),
            notifiers.stream().map(Notifier::name).toList(),
            () -> 0.5);
    firingSince = now();
  }

  @AfterEach
  void end() {
    am1.close();
    am2.close();
  }

  @Test
  void aFiringAlertAppearsStaysWhileItIsResentAndGoesWhenItEnds() {
    am1.start();
    untilSeen(am1, firing());
    var alert = am1.alerts().getFirst();
    assertThat(alert.get("labels"))
        .isEqualTo(
            new com.fasterxml.jackson.databind.ObjectMapper()
                .valueToTree(
                    Map.of(
                        "alertname", "Hung",
                        "service", "web1",
                        "site", "berlin",
                        "instance", "web-host")));
    assertThat(alert.at("/annotations/summary").asText()).isEqualTo("web1 hangs");
    assertThat(alert.get("generatorURL").asText()).isEqualTo(PAGE.toString());
    assertThat(Instant.parse(alert.get("startsAt").asText())).isEqualTo(firingSince.instant());

    // longer than one sending is valid for: only resending keeps it
    var past = firingSince.instant().plus(RESEND.multipliedBy(6));
    await()
        .atMost(DEADLINE)
        .until(() -> {
          step(firing());
          assertThat(am1.alerts()).hasSize(1);
          return Instant.now().isAfter(past);
        });

    await()
        .atMost(DEADLINE)
        .until(() -> {
          step(alert(Verdict.Clear.INSTANCE));
          return am1.alerts().isEmpty();
        });
  }

  @Test
  void anAgentThatDiesDoesNotPageForEver() {
    am1.start();
    untilSeen(am1, firing());
    await().atMost(DEADLINE).until(() -> am1.alerts().isEmpty());
  }

  @Test
  void whileOneIsDownTheOtherHearsOfItAndTheFirstWhenItIsBack() {
    am2.start();
    untilSeen(am2, firing());
    assertThat(outbox.status().getFirst().problem()).isEqualTo("connection refused");
    assertThat(outbox.status().getFirst().queued()).isEqualTo(1);
    assertThat(outbox.status().getLast().problem()).isEmpty();

    am1.start();
    untilSeen(am1, firing());
    untilSeen(am2, firing());
    assertThat(outbox.status()).allSatisfy(status -> assertThat(status.problem()).isEmpty());
  }

  @Test
  void oneThatWasKilledAndStartedAgainIsToldAgain() {
    am1.start();
    untilSeen(am1, firing());
    am1.kill();
    am1.start();
    assertThat(am1.alerts()).isEmpty();
    untilSeen(am1, firing());
  }

  @Test
  void labelsThatItDoesNotTakeAreARefusalInItsOwnWords() {
    am1.start();
    var bad =
        new Notification(Labels.NONE, Map.of(), Instant.now(), null, Instant.now().plus(RESEND));
    assertThatThrownBy(() -> notifiers.getFirst().send(List.of(bad)))
        .isInstanceOf(RejectedException.class)
        .hasMessageStartingWith("HTTP 400: ");
    assertThat(Files.exists(first)).isTrue();
  }

  private void untilSeen(Alertmanager alertmanager, Alert alert) {
    await()
        .atMost(DEADLINE)
        .until(() -> {
          step(alert);
          List<JsonNode> alerts = alertmanager.alerts();
          return !alerts.isEmpty();
        });
  }

  /// One turn of a loop that sends on its own thread.
  private void step(Alert alert) {
    outbox.report("rules", List.of(alert), now());
    for (var batch : outbox.due(now())) {
      for (var notifier : notifiers) {
        if (notifier.name().equals(batch.receiver())) {
          outbox.handle(Delivery.attempt(notifier, batch), now());
        }
      }
    }
  }

  private Alert firing() {
    return alert(new Verdict.Firing(firingSince, false));
  }

  private Alert alert(Verdict verdict) {
    return new Alert(
        "Hung",
        Labels.of("alertname", "Hung", "service", "web1"),
        Map.of("summary", "web1 hangs"),
        verdict,
        1,
        firingSince.instant(),
        null,
        Mode.ACT);
  }

  private static Moment now() {
    return new Moment(System.currentTimeMillis(), System.nanoTime());
  }
}
