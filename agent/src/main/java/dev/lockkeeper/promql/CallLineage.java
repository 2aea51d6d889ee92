package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Dissection.Element;
import dev.lockkeeper.promql.Dissection.Part;
import dev.lockkeeper.promql.Dissector.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Which elements of a function's arguments became which of its results.
final class CallLineage {
  private final Expr.Call call;
  private final List<Part> operands;

  CallLineage(Expr.Call call, List<Part> operands) {
    this.call = call;
    this.operands = operands;
  }

  List<Element> elements(Rows rows) {
    String name = call.function().name();
    return switch (name) {
      case "absent", "absent_over_time" -> absent(rows);
      case "label_replace", "label_join" -> inOrder(rows);
      default -> {
        if (call.type() == ValueType.SCALAR || main(operands) < 0) {
          yield Dissector.plain(rows, operands);
        }
        yield each(
            rows,
            operands,
            name.startsWith("histogram_") ? Set.of("le", Matcher.NAME) : Set.of(Matcher.NAME));
      }
    };
  }

  /// The operand whose elements become those of the result; -1 where there is none.
  private static int main(List<Part> operands) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).expr().type() != ValueType.SCALAR) {
        return i;
      }
    }
    return -1;
  }

  private List<Element> absent(Rows rows) {
    if (rows.size() > 0) {
      return Dissector.plain(rows, operands);
    }
    var from = operands.stream().map(Part::elements).toList();
    long there = from.getFirst().stream().filter(Element::present).count();
    return List.of(
        Dissector.absent(
            AbsentName.of(call.arguments().getFirst()),
            there + " series " + (there == 1 ? "is" : "are") + " there",
            from));
  }

  /// Labels may be any, but the order stays.
  private List<Element> inOrder(Rows rows) {
    var elements = new ArrayList<Element>();
    int row = 0;
    for (var element : operands.getFirst().elements()) {
      var from = List.of(List.of(element));
      if (element.present() && row < rows.size()) {
        elements.add(Dissector.present(rows.id(row), rows.value(row), from));
        row++;
      } else {
        elements.add(Dissector.absent(element.id(), "", from));
      }
    }
    return elements;
  }

  /// Every result comes from the elements with its labels, but for those that are left out.
  ///
  /// @param dropped labels that the result has lost
  static List<Element> each(Rows rows, List<Part> operands, Set<String> dropped) {
    int main = main(operands);
    if (main < 0) {
      return Dissector.plain(rows, operands);
    }
    var groups = new LinkedHashMap<SeriesId, List<Element>>();
    for (var element : operands.get(main).elements()) {
      var id = new SeriesId("", element.id().labels().keep(name -> !dropped.contains(name)));
      groups.computeIfAbsent(id, _ -> new ArrayList<>()).add(element);
    }
    var elements = new ArrayList<Element>();
    var met = new HashSet<SeriesId>();
    groups.forEach((id, members) -> {
      var from = from(operands, main, members);
      Double value = rows.value(id);
      met.add(id);
      elements.add(
          value != null
              ? Dissector.present(id, value, from)
              : Dissector.absent(id, without(members), from));
    });
    // what can't be traced back is there all the same
    rows.forEach((id, value) -> {
      if (!met.contains(new SeriesId("", id.labels()))) {
        elements.add(Dissector.present(id, value, from(operands, main, List.of())));
      }
    });
    return elements;
  }

  private static String without(List<Element> members) {
    long samples = 0;
    for (var member : members) {
      samples += member.window() == null ? 0 : member.window().samples();
    }
    if (members.stream().noneMatch(Element::present)) {
      return "";
    }
    return samples > 0
        ? "no result from " + samples + (samples == 1 ? " sample" : " samples")
        : "no result";
  }

  private static List<List<Element>> from(List<Part> operands, int main, List<Element> members) {
    var from = new ArrayList<List<Element>>();
    for (int i = 0; i < operands.size(); i++) {
      from.add(i == main ? members : operands.get(i).elements());
    }
    return from;
  }
}
