package dev.lockkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Incident.Step;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An incident reads like an explanation.
class IncidentTextTest {
  private static final Instant START = Instant.parse("2026-11-23T23:59:58.120Z");

  @Test
  void aCuredRestartTellsWhoAskedWhatWasDoneAndWhatCameOfIt() {
    var incident =
        new Incident(
            "web1-20261123-235958",
            Incidents.request(START.minusSeconds(1)),
            START,
            List.of(),
            List.of(
                step(0, RemediationState.GUARDING, "haproxy web/web1: 1 other healthy, 1 needed"),
                step(12, RemediationState.DRAINING, "12 in flight"),
                step(2_480, RemediationState.STOPPING, "nothing in flight\nafter 2.4 s"),
                step(602_480, RemediationState.WATCHING, "the condition stayed away")),
            Outcome.CURED,
            START.plusMillis(602_480));
    assertThat(IncidentText.story(incident, ZoneOffset.UTC))
        .isEqualTo(
            """
            web1-20261123-235958: restart of web1
            Asked for by rule WebServerHung, which has held since 2026-11-23 23:59:57 (mode act).

            2026-11-23 (Z)
              23:59:58.120 guarding: haproxy web/web1: 1 other healthy, 1 needed
              23:59:58.132 draining: 12 in flight
            2026-11-24 (Z)
              00:00:00.600 stopping: nothing in flight
                                     after 2.4 s
              00:10:00.600 watching: the condition stayed away

            Outcome, after 10 min 2 s: cured; the condition stayed away for the watch time.
            """);
    assertThat(IncidentText.summary(incident, ZoneOffset.UTC))
        .isEqualTo("2026-11-23 23:59:58  web1  restart  WebServerHung  cured");
  }

  @Test
  void aHeldOneTellsEveryReason() {
    var request =
        new RemedyRequest(
            "web1",
            Remedy.RESTART,
            RemedyRequest.Trigger.OPERATOR,
            "lockkeeper restart web1",
            Mode.ACT,
            START);
    var incident =
        new Incident(
            "web1-1",
            request,
            START,
            List.of(
                new HoldReason(HoldReason.Kind.KILL_SWITCH, "paused since 12:00; resume lifts it"),
                new HoldReason(HoldReason.Kind.MINIMUM_HEALTHY, "0 others healthy, 1 needed")),
            List.of(),
            Outcome.OPEN,
            null);
    assertThat(IncidentText.story(incident, ZoneId.of("Europe/Berlin")))
        .isEqualTo(
            """
            web1-1: restart of web1
            Asked for by an operator at 2026-11-24 00:59:58: lockkeeper restart web1.

            Held now, because:
              - kill switch: paused since 12:00; resume lifts it
              - minimum healthy: 0 others healthy, 1 needed

            Outcome: still open.
            """);
  }

  @Test
  void spansAreAsExactAsAPersonNeedsThem() {
    assertThat(List.of(span(2_300), span(65_000), span(7_500_000)))
        .containsExactly("2.3 s", "1 min 5 s", "2 h 5 min");
  }

  private static String span(long millis) {
    return IncidentText.span(START, START.plus(Duration.ofMillis(millis)));
  }

  private static Step step(long millis, RemediationState state, String text) {
    return new Step(START.plusMillis(millis), state, text);
  }
}
