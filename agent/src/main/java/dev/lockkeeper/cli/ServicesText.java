package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Table.Cell;
import dev.lockkeeper.cli.Terminal.Ink;
import java.util.List;
import java.util.stream.Collectors;

/// The services as a table, and below it, for each, what a person would ask next.
///
/// @param services as `services` in docs/api.md
record ServicesText(Terminal terminal, List<Node> services) implements Screen {

  @Override
  public void print() {
    if (services.isEmpty()) {
      terminal
          .out()
          .println("No services: none is configured and no web server was found running.");
      return;
    }
    printTable("");
    for (Node service : services) {
      printDetails(service);
    }
  }

  void printTable(String indent) {
    var table = new Table("NAME", "STATE", "FOR", "MODE", "PROBE", "IN FLIGHT", "TRAFFIC");
    for (Node service : services) {
      String state = service.at("state").text().replace('_', ' ');
      table.row(
          new Cell(service.at("name").text(), Ink.BOLD),
          new Cell(state, stateInk(service)),
          Cell.of(service.at("since").moment().map(terminal::age).orElse("-")),
          Cell.of(service.at("mode").text()),
          probe(service.at("probe")),
          Cell.of(service.at("in_flight").textOrDash()),
          traffic(service));
    }
    table.print(terminal, indent);
  }

  private static Ink stateInk(Node service) {
    return switch (service.at("state").text()) {
      case "serving" -> Ink.GOOD;
      case "held_out" -> Ink.BAD;
      default -> Ink.WARN;
    };
  }

  private static Cell probe(Node probe) {
    if (!probe.isPresent()) {
      return Cell.of("-");
    }
    String status = probe.at("http_status").text();
    String took = probe.at("duration_seconds").seconds().map(Terminal::milliseconds).orElse("");
    return probe.at("success").truth()
        ? new Cell(("ok " + status).strip() + " " + took, Ink.GOOD)
        : new Cell(status.isEmpty() ? "fails" : "fails " + status, Ink.BAD);
  }

  private static Cell traffic(Node service) {
    if (service.at("traffic_problem").isPresent()) {
      return new Cell("unknown", Ink.WARN);
    }
    String ways =
        service.at("traffic").list().stream()
            .map(way -> way.at("admin").text() + (way.at("up").truth() ? ", up" : ", down"))
            .collect(Collectors.joining("; "));
    return Cell.of(ways.isEmpty() ? "-" : ways);
  }

  private void printDetails(Node service) {
    var out = terminal.out();
    out.println();
    out.println(terminal.ink(Ink.BOLD, service.at("name").text()));
    Node control = service.at("control");
    if (control.isPresent()) {
      String pid = control.at("main_pid").text();
      out.println(
          "  control    "
              + control.at("detail").text()
              + (pid.isEmpty() ? "" : ", process " + pid));
    }
    Node probe = service.at("probe");
    if (probe.isPresent()) {
      String detail = probe.at("detail").text();
      out.println(
          "  probe      "
              + (detail.isEmpty() ? "as expected" : terminal.ink(Ink.BAD, detail))
              + probe
                  .at("at")
                  .moment()
                  .map(at -> ", asked " + terminal.age(at) + " ago")
                  .orElse(""));
    }
    for (Node way : service.at("traffic").list()) {
      out.println(
          "  traffic    %s: %s, %s, %s sessions; healthy others %s, needed %s"
              .formatted(
                  way.at("way").text(),
                  way.at("admin").text(),
                  way.at("up").truth() ? "up" : "down",
                  way.at("sessions").isPresent() ? way.at("sessions").text() : "unknown",
                  way.at("healthy_others").text(),
                  way.at("min_healthy").text()));
    }
    if (service.at("traffic_problem").isPresent()) {
      out.println("  traffic    " + terminal.ink(Ink.BAD, service.at("traffic_problem").text()));
    }
    printHolds("  ", service);
    if (service.at("incident").isPresent()) {
      out.println("  incident   " + service.at("incident").text());
    }
  }

  private void printHolds(String indent, Node service) {
    for (Node hold : service.at("holds").list()) {
      terminal
          .out()
          .println(
              indent
                  + "held       "
                  + terminal.ink(Ink.WARN, hold.at("reason").text().replace('_', ' '))
                  + ": "
                  + hold.at("detail").text());
    }
  }

  /// 1 when a service is out of traffic or does not answer its probe.
  @Override
  public int exitStatus() {
    boolean sick =
        services.stream()
            .anyMatch(service ->
                service.at("out_of_traffic").truth()
                    || (service.at("probe").isPresent()
                        && !service.at("probe").at("success").truth()));
    return sick ? Lockkeeper.FOUND : Lockkeeper.FINE;
  }
}
