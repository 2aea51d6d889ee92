package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import java.util.TreeMap;

/// The result of a query: one series a line, its value first, since a series' name may be long.
///
/// @param data as Prometheus' `data`: `{resultType, result}`
record QueryText(Terminal terminal, Node data) implements Screen {

  @Override
  public void print() {
    List<Node> results = data.at("result").list();
    if (results.isEmpty()) {
      terminal.out().println("No series.");
      return;
    }
    var table = new Table("VALUE", "SERIES");
    for (Node result : results) {
      List<Node> pair = result.at("value").list();
      table.row(
          new Table.Cell(pair.isEmpty() ? "-" : pair.getLast().text(), Ink.BOLD),
          Table.Cell.of(series(result.at("metric"))));
    }
    table.printWrapped(terminal);
  }

  private static String series(Node metric) {
    var labels = new TreeMap<String, String>();
    metric.map().forEach((name, value) -> labels.put(String.valueOf(name), String.valueOf(value)));
    String name = labels.remove("__name__");
    return new SeriesId(name == null ? "" : name, Labels.of(labels)).toString();
  }

  @Override
  public int exitStatus() {
    return Lockkeeper.FINE;
  }
}
