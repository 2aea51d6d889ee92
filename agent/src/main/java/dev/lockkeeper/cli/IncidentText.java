package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One incident as an explanation: what was asked, why, what held it, what was done, what came of
/// it.
///
/// @param incident as `incident` in docs/api.md
record IncidentText(Terminal terminal, Node incident) implements Screen {

  @Override
  public void print() {
    var out = terminal.out();
    out.println(
        terminal.ink(Ink.BOLD, incident.at("id").text())
            + "  "
            + incident.at("remedy").text()
            + " of "
            + incident.at("service").text());
    var outcome = IncidentsText.outcome(incident);
    Optional<Instant> start = incident.at("started_at").moment();
    Optional<Instant> end = incident.at("ended_at").moment();
    line("outcome", terminal.ink(outcome.ink(), outcome.text()) + " - " + meaning());
    line("because", IncidentsText.because(incident));
    start.ifPresent(at -> line("began", terminal.clockAndAge(at)));
    start.ifPresent(from ->
        end.ifPresent(to ->
            line(
                "ended",
                terminal.clock(to) + ", after " + Terminal.span(Duration.between(from, to)))));
    for (Node hold : incident.at("holds").list()) {
      line(
          "held",
          terminal.ink(Ink.WARN, hold.at("reason").text().replace('_', ' '))
              + ": "
              + hold.at("detail").text());
    }
    if (isAwaitingApproval()) {
      line("to do", "lockkeeper approve " + incident.at("id").text());
    }
    printSteps(start);
  }

  private boolean isAwaitingApproval() {
    return !incident.at("ended_at").isPresent()
        && incident.at("holds").list().stream()
            .anyMatch(hold -> hold.at("reason").text().equals("awaiting_approval"));
  }

  private void printSteps(Optional<Instant> start) {
    var steps = incident.at("steps").list();
    if (steps.isEmpty()) {
      return;
    }
    terminal.out().println();
    var table = new Table("TIME", "AFTER", "STATE", "WHAT");
    for (Node step : steps) {
      Optional<Instant> at = step.at("at").moment();
      table.row(
          Table.Cell.of(at.map(terminal::clock).orElse("-")),
          Table.Cell.of(
              start.isPresent() && at.isPresent()
                  ? Terminal.span(Duration.between(start.get(), at.get()))
                  : "-"),
          Table.Cell.of(step.at("state").text().replace('_', ' ')),
          Table.Cell.of(step.at("text").text()));
    }
    table.printWrapped(terminal);
  }

  private String meaning() {
    return switch (incident.at("outcome").text()) {
      case "open" -> "still under way";
      case "held" -> "nothing was done";
      case "cleared" -> "the condition went away before anything was done";
      case "cured" -> "the condition stayed away for the watch time";
      case "relapsed" -> "the condition came back: this remedy does not cure it";
      case "gave_up" -> "put back into traffic without having been restarted";
      case "held_out" ->
          incident.at("ended_at").isPresent()
              ? "it did not come up by itself; a person put it back"
              : "it did not come up; out of traffic until a person says ready";
      case "done" -> "as an operator asked";
      default -> "as an agent of another version says";
    };
  }

  private void line(String name, String text) {
    terminal.out().println(terminal.ink(Ink.DIM, "%-9s".formatted(name)) + text);
  }

  @Override
  public int exitStatus() {
    return Lockkeeper.FINE;
  }
}
