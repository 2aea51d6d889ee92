package dev.lockkeeper.alert;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Verdict;
import java.time.Instant;
import java.util.Map;

/// Alerts that the agent raises itself, without a rule. Reported as a source of their own for as
/// long as they hold. The incident is an annotation, not a label: a second incident of the same
/// kind is the same alert.
public final class AgentAlerts {
  private AgentAlerts() {}

  /// A remedy waits for an operator.
  ///
  /// @param what what would be done and why, one sentence
  /// @param command what to type, such as `lockkeeper approve web1-20261123-181530`
  public static Alert awaitingApproval(
      String service, String incident, String what, String command, Instant expires, Moment since) {
    return alert(
        "AwaitingApproval",
        "warning",
        service,
        Map.of(
            "summary",
            service + " waits for an approval: " + what,
            "incident",
            incident,
            "command",
            command,
            "expires",
            expires.toString()),
        since);
  }

  /// A service did not come up and stays out of traffic.
  ///
  /// @param command what to type when it is well again, such as `lockkeeper ready web1`
  public static Alert heldOut(
      String service, String incident, String why, String command, Moment since) {
    return alert(
        "HeldOut",
        "critical",
        service,
        Map.of(
            "summary", service + " is held out of traffic until a person puts it back: " + why,
            "incident", incident,
            "command", command),
        since);
  }

  /// Remediations of this kind do not cure; the breaker is open.
  public static Alert restartDoesNotHelp(
      String service, String incident, String why, Moment since) {
    return alert(
        "RestartDoesNotHelp",
        "critical",
        service,
        Map.of("summary", "Restarting " + service + " does not help: " + why, "incident", incident),
        since);
  }

  private static Alert alert(
      String name, String severity, String service, Map<String, String> annotations, Moment since) {
    return new Alert(
        name,
        Labels.of("alertname", name, "service", service, "severity", severity),
        annotations,
        new Verdict.Firing(since, false),
        1,
        since.instant(),
        null,
        Mode.ACT);
  }
}
