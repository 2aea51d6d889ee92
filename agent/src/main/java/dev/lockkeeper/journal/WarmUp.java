package dev.lockkeeper.journal;

import dev.lockkeeper.act.JournalEntry;
import dev.lockkeeper.model.ControlSpec;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.OwnCountSpec;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.model.TrafficSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Loads the classes that writing an entry needs: the first one may have to be written while the
/// disk that they come from is frozen.
final class WarmUp {
  private WarmUp() {}

  static void once() throws IOException {
    var frame = new Frame(1, Json.MAPPER.writeValueAsString(entry()));
    FileJournal.decoded(Frame.decoded("journal", frame.encoded("journal")));
  }

  private static JournalEntry entry() {
    var second = Duration.ofSeconds(1);
    var at = Instant.EPOCH;
    var spec =
        new ServiceSpec(
            "warm-up",
            Mode.OBSERVE,
            new ControlSpec.Systemd("warm-up.service", null),
            new ProbeSpec.Http("http://127.0.0.1/", List.of(200), second, second),
            List.of(
                new ServiceSpec.DependencySpec("db", new ProbeSpec.Tcp("::1", 1, second, second))),
            List.of(new TrafficSpec.Haproxy("/run/haproxy/admin.sock", "web", "web1", 1)),
            new OwnCountSpec.NginxStatus("http://127.0.0.1/nginx_status"),
            second,
            second,
            new ServiceSpec.DrainSpec(second, second, ServiceSpec.DrainSpec.Then.PROCEED),
            new ServiceSpec.VerifySpec(second, second, List.of()),
            second,
            second,
            new ServiceSpec.GuardSpec(second, 1, second, second));
    var request =
        new RemedyRequest(
            "warm-up", Remedy.RESTART, RemedyRequest.Trigger.RULE, "none", Mode.OBSERVE, at);
    var step = new Incident.Step(at, RemediationState.SERVING, "none");
    var incident =
        new Incident("warm-up", request, at, List.of(), List.of(step), Incident.Outcome.OPEN, null);
    return new JournalEntry(
        spec, RemediationState.SERVING, JournalEntry.Intent.CLOSE, List.of(), 0, incident, at, 0);
  }
}
