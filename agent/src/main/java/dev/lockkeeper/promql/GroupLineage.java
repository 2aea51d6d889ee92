package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Dissection.Element;
import dev.lockkeeper.promql.Dissection.Part;
import dev.lockkeeper.promql.Dissector.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/// Which elements an aggregation put together.
final class GroupLineage {
  private final Expr.Aggregation aggregation;
  private final List<Part> operands;
  private final int inner;

  GroupLineage(Expr.Aggregation aggregation, List<Part> operands) {
    this.aggregation = aggregation;
    this.operands = operands;
    this.inner = operands.size() - 1;
  }

  List<Element> elements(Rows rows) {
    if (inner < 0) {
      return Dissector.plain(rows, operands);
    }
    var grouping = new Grouping(!aggregation.without(), new HashSet<>(aggregation.labels()));
    if (aggregation.aggregator().picks()) {
      return picked(rows);
    }
    var groups = new LinkedHashMap<SeriesId, List<Element>>();
    for (var element : operands.get(inner).elements()) {
      groups.computeIfAbsent(grouping.apply(element.id()), _ -> new ArrayList<>()).add(element);
    }
    var elements = new ArrayList<Element>();
    if (aggregation.aggregator() == Aggregator.COUNT_VALUES) {
      rows.forEach((id, value) ->
          elements.add(
              Dissector.present(
                  id, value, from(groups.getOrDefault(grouping.apply(id), List.of())))));
      return elements;
    }
    groups.forEach((id, members) -> {
      Double value = rows.value(id);
      elements.add(
          value != null
              ? Dissector.present(id, value, from(members))
              : Dissector.absent(id, "", from(members)));
    });
    return elements;
  }

  private List<Element> picked(Rows rows) {
    var elements = new ArrayList<Element>();
    for (var element : operands.get(inner).elements()) {
      Double value = rows.value(element.id());
      elements.add(
          value != null
              ? Dissector.present(element.id(), value, from(List.of(element)))
              : Dissector.absent(
                  element.id(),
                  element.present() ? "not among those picked" : "",
                  from(List.of(element))));
    }
    return elements;
  }

  private List<List<Element>> from(List<Element> members) {
    var from = new ArrayList<List<Element>>();
    for (int i = 0; i < operands.size(); i++) {
      from.add(i == inner ? members : operands.get(i).elements());
    }
    return from;
  }
}
