package dev.lockkeeper.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Incident.Outcome;
import org.junit.jupiter.api.Test;

class IncidentLogTest {
  private final IncidentLog log = new IncidentLog(3, 1_000);

  @Test
  void theNewestComesFirstWhateverTheOrderOfArrival() {
    log.put(Incidents.open("b", 2));
    log.put(Incidents.open("a", 1));
    log.put(Incidents.open("c", 3));
    assertThat(log.newestFirst()).extracting(Incident::id).containsExactly("c", "b", "a");
  }

  @Test
  void anIncidentIsKnownInItsLatestForm() {
    assertThat(log.put(Incidents.open("a", 1))).isTrue();
    assertThat(log.put(Incidents.open("a", 1))).isFalse();
    assertThat(log.put(Incidents.ended("a", 1, Outcome.CURED))).isTrue();
    assertThat(log.newestFirst()).hasSize(1);
    assertThat(log.find("a")).map(Incident::outcome).contains(Outcome.CURED);
    assertThat(log.find("b")).isEmpty();
  }

  @Test
  void theOldestAreForgottenAndOpenOnesLast() {
    log.put(Incidents.open("open", 1));
    log.put(Incidents.ended("old", 2, Outcome.CURED));
    log.put(Incidents.ended("newer", 3, Outcome.CURED));
    log.put(Incidents.open("newest", 4));
    assertThat(log.newestFirst())
        .extracting(Incident::id)
        .containsExactly("newest", "newer", "open");
  }

  @Test
  void longStoriesTakeThePlaceOfSeveralShortOnes() {
    log.put(Incidents.open("a", 1));
    log.put(Incidents.open("b", 2));
    log.put(Incidents.open("long", 3, "x".repeat(980)));
    assertThat(log.newestFirst()).extracting(Incident::id).containsExactly("long");
  }

  @Test
  void aReaderKeepsTheSnapshotThatItWasGiven() {
    log.put(Incidents.open("a", 1));
    var before = log.newestFirst();
    log.put(Incidents.open("b", 2));
    assertThat(before).hasSize(1);
  }
}
