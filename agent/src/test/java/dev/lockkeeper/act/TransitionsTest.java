package dev.lockkeeper.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  private static final Path DOCUMENT =
      Files.exists(Path.of("docs")) ? Path.of("docs") : Path.of("../docs");
  private static final String BEGIN = "<!-- state diagram: generated, see CONTRIBUTING -->\n";
  private static final String END = "<!-- end of the state diagram -->\n";
  private static final Moment NOW = new Moment(FakeWorld.START_MILLIS, 0);

  private static final RemedyRequest REQUEST =
      new RemedyRequest(
          "web1",
          Remedy.RESTART,
          RemedyRequest.Trigger.OPERATOR,
          "operator",
          Mode.ACT,
          Instant.EPOCH);

  private static List<Event> oneOfEach() {
    var incident =
        new Incident(
            "web1-1", REQUEST, Instant.EPOCH, List.of(), List.of(), Incident.Outcome.OPEN, null);
    var spec = new FakeWorld("web1").spec("web1");
    return List.of(
        new Event.Begun(REQUEST),
        new Event.Tick(Verdict.Clear.INSTANCE),
        new Event.Probed(new ProbeResult(NOW, true, Duration.ZERO, 200, "")),
        new Event.TrafficAnswered(1, List.of()),
        new Event.InFlightCounted(1, 0, 0),
        new Event.ControlSeen(1, null, "silent"),
        new Event.Stopped(1, ""),
        new Event.Killed(1, ""),
        new Event.Started(1, ""),
        new Event.Reloaded(1, ""),
        new Event.WarmedUp(1, List.of()),
        new Event.JournalFailed(1, "full"),
        new Event.ReadyOrdered("operator"),
        new Event.Paused("test"),
        new Event.ShutDown(),
        new Event.Recovered(
            new JournalEntry(
                spec,
                RemediationState.DRAINING,
                JournalEntry.Intent.DRAIN,
                List.of("haproxy web/web1"),
                0,
                incident,
                Instant.EPOCH,
                1)));
  }

  private static Remediation in(RemediationState state) {
    var ids = new long[1];
    var remediation =
        new Remediation(new FakeWorld("web1").spec("web1"), () -> ++ids[0], () -> 0.5, NOW);
    remediation.incident(new OpenIncident("web1-1", REQUEST, NOW));
    remediation.next(new OpenIncident("web1-2", REQUEST, NOW));
    remediation.enter(state, NOW);
    return remediation;
  }

  @Test
  void thereIsAnExampleOfEveryEvent() {
    var permitted = new ArrayList<Class<?>>();
    for (Class<?> type : Event.class.getPermittedSubclasses()) {
      if (type == Event.Answer.class) {
        permitted.addAll(List.of(Event.Answer.class.getPermittedSubclasses()));
      } else {
        permitted.add(type);
      }
    }
    assertThat(oneOfEach().stream().<Class<?>>map(Event::getClass))
        .containsExactlyInAnyOrderElementsOf(permitted);
  }

  @Test
  void everyCellEitherGoesWhereItSaysOrThrows() {
    int listed = 0;
    int unlisted = 0;
    for (RemediationState state : RemediationState.values()) {
      for (Event event : oneOfEach()) {
        Remediation remediation = in(state);
        var cell = Transitions.find(state, event.getClass());
        if (cell.isEmpty()) {
          unlisted++;
          assertThatThrownBy(() -> Transitions.step(remediation, event, NOW))
              .as("%s × %s", state, event)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining(state.text())
              .hasMessageContaining(event.getClass().getSimpleName());
          assertThat(remediation.state()).isEqualTo(state);
        } else {
          listed++;
          Transitions.step(remediation, event, NOW);
          var allowed = EnumSet.of(state);
          allowed.addAll(cell.get().leadsTo());
          assertThat(allowed).as("%s × %s", state, event).contains(remediation.state());
        }
      }
    }
    assertThat(listed).isGreaterThan(60);
    assertThat(listed + unlisted).isEqualTo(RemediationState.values().length * oneOfEach().size());
  }

  @Test
  void everyStateTakesTimeProbesTheKillSwitchAndTheEnd() {
    for (RemediationState state : RemediationState.values()) {
      assertThat(Transitions.find(state, Event.Tick.class)).as("%s", state).isPresent();
      assertThat(Transitions.find(state, Event.Probed.class)).as("%s", state).isPresent();
      assertThat(Transitions.find(state, Event.Paused.class)).as("%s", state).isPresent();
      assertThat(Transitions.find(state, Event.ShutDown.class)).as("%s", state).isPresent();
    }
  }

  /// Rewrite it with `mvn test -Dtest=TransitionsTest -Dgolden.write=true`.
  @Test
  void theDocumentedDiagramIsWhatTheTableSays() throws Exception {
    Path file = DOCUMENT.resolve("remediation.md");
    String text = Files.readString(file);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END);
    assertThat(to).as("markers in " + file).isGreaterThanOrEqualTo(from);
    String wanted = "\n```mermaid\n" + Diagram.mermaid() + "```\n\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text.substring(0, from) + wanted + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("rewrite it with: mvn test -Dtest=TransitionsTest -Dgolden.write=true")
        .isEqualTo(wanted);
  }
}
