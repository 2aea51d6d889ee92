package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Table.Cell;
import dev.lockkeeper.cli.Terminal.Ink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Incidents, one a line.
///
/// @param incidents as `incidents` in docs/api.md
record IncidentsText(Terminal terminal, List<Node> incidents) implements Screen {

  @Override
  public void print() {
    if (incidents.isEmpty()) {
      terminal.out().println("No incidents.");
      return;
    }
    var table = new Table("INCIDENT", "BEGAN", "TOOK", "REMEDY", "OUTCOME", "BECAUSE");
    for (Node incident : incidents) {
      table.row(
          new Cell(incident.at("id").text(), Ink.BOLD),
          Cell.of(incident.at("started_at").moment().map(terminal::clock).orElse("-")),
          Cell.of(took(incident)),
          Cell.of(incident.at("remedy").text() + " " + incident.at("service").text()),
          outcome(incident),
          Cell.of(because(incident)));
    }
    table.print(terminal, "");
  }

  private static String took(Node incident) {
    Instant from = incident.at("started_at").moment().orElse(null);
    Instant to = incident.at("ended_at").moment().orElse(null);
    return from == null || to == null ? "-" : Terminal.span(Duration.between(from, to));
  }

  static Cell outcome(Node incident) {
    String outcome = incident.at("outcome").text();
    Ink ink =
        switch (outcome) {
          case "cured", "cleared", "done" -> Ink.GOOD;
          case "relapsed", "held_out", "gave_up" -> Ink.BAD;
          default -> Ink.WARN;
        };
    return new Cell(outcome.replace('_', ' '), ink);
  }

  static String because(Node incident) {
    String cause = incident.at("cause").text();
    return incident.at("trigger").text().equals("operator") ? "an operator: " + cause : cause;
  }

  @Override
  public int exitStatus() {
    return Lockkeeper.FINE;
  }
}
