package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import java.util.List;

/// The agent on one screen: what is wrong comes with its reason, what is well is a number.
///
/// @param status as `status` in docs/api.md, with `services`
record StatusText(Terminal terminal, Node status) implements Screen {

  @Override
  public void print() {
    printAgent();
    printCollectors(status.at("collectors").list());
    printAlerts(status.at("alerts").list());
    printServices(status.at("services").list());
    printProblems(status.at("problems").list());
  }

  private void printAgent() {
    var out = terminal.out();
    out.println(
        terminal.ink(Ink.BOLD, "lockkeeper " + status.at("version").text())
            + " on "
            + status.at("instance").text()
            + ", up "
            + status.at("started_at").moment().map(terminal::age).orElse("?"));
    line("mode", status.at("mode").text());
    if (status.at("paused").isPresent()) {
      line(
          "paused",
          terminal.ink(Ink.WARN, status.at("paused").text())
              + "; nothing new starts. End it with: lockkeeper resume");
    }
    line(
        "loop",
        "ticked %s ago; %s series, %s rules"
            .formatted(
                status.at("last_tick_age_seconds").seconds().map(Terminal::span).orElse("?"),
                status.at("series").text(),
                status.at("rules").text()));
  }

  private void printCollectors(List<Node> collectors) {
    var failing =
        collectors.stream().filter(collector -> !collector.at("success").truth()).toList();
    String work = (collectors.size() - failing.size()) + " work";
    line(
        "collectors",
        failing.isEmpty()
            ? work
            : work + ", " + terminal.ink(Ink.BAD, failing.size() + " failing"));
    for (Node collector : failing) {
      item(
          collector.at("name").text()
              + ": "
              + collector.at("error").text()
              + collector
                  .at("age_seconds")
                  .seconds()
                  .map(age -> " (worked " + Terminal.span(age) + " ago)")
                  .orElse(" (never worked)"));
    }
  }

  private void printAlerts(List<Node> alerts) {
    line("alerts", alerts.isEmpty() ? "none" : "");
    for (Node alert : alerts) {
      String state = alert.at("state").text();
      String because = alert.at("unknown_because").text();
      String summary = alert.at("annotations").at("summary").text();
      String service = alert.at("service").text();
      item(
          terminal.ink(state.equals("firing") ? Ink.BAD : Ink.WARN, state)
              + " "
              + terminal.ink(Ink.BOLD, alert.at("rule").text())
              + (service.isEmpty() ? "" : " on " + service)
              + alert
                  .at("active_at")
                  .moment()
                  .map(at -> ", since " + terminal.clockAndAge(at))
                  .orElse(""));
      for (String text : List.of(summary, because)) {
        if (!text.isEmpty()) {
          terminal.out().println("      " + text);
        }
      }
    }
  }

  private void printServices(List<Node> services) {
    line("services", services.isEmpty() ? "none" : "");
    if (!services.isEmpty()) {
      new ServicesText(terminal, services).printTable("  ");
      for (Node service : services) {
        for (Node hold : service.at("holds").list()) {
          item(service.at("name").text() + " is held: " + hold.at("detail").text());
        }
        if (service.at("incident").isPresent()) {
          item(
              service.at("name").text()
                  + " is under way: lockkeeper incidents "
                  + service.at("incident").text());
        }
      }
    }
  }

  private void printProblems(List<Node> problems) {
    line("problems", problems.isEmpty() ? "none" : "");
    for (Node problem : problems) {
      item(terminal.ink(Ink.BAD, problem.text()));
    }
  }

  private void line(String name, String text) {
    String label = text.isEmpty() ? name : "%-11s".formatted(name);
    terminal.out().println(terminal.ink(Ink.DIM, label) + text);
  }

  private void item(String text) {
    terminal.out().println("  " + text);
  }

  /// 1 when something does not work, or an alert fires.
  @Override
  public int exitStatus() {
    boolean fires =
        status.at("alerts").list().stream()
            .anyMatch(alert -> alert.at("state").text().equals("firing"));
    return fires || !status.at("problems").list().isEmpty() ? Lockkeeper.FOUND : Lockkeeper.FINE;
  }
}
