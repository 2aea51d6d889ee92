package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Dissection.Element;
import dev.lockkeeper.promql.Dissection.Part;
import dev.lockkeeper.promql.Dissector.Rows;
import dev.lockkeeper.promql.Expr.Cardinality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which elements of both sides an operator brought together, and why it did not.
final class BinaryLineage {
  private final Expr.Binary binary;
  private final List<Part> operands;
  private final boolean comparison;

  /// where each side stands among the operands; -1: it is a literal
  private final int left;

  private final int right;

  BinaryLineage(Expr.Binary binary, List<Part> operands) {
    this.binary = binary;
    this.operands = operands;
    this.comparison = binary.operator().kind() == BinaryOperator.Kind.COMPARISON && !binary.bool();
    boolean both = operands.size() == 2;
    boolean onlyRight = operands.size() == 1 && Dissector.literal(binary.left());
    this.left = operands.isEmpty() || onlyRight ? -1 : 0;
    this.right = both ? 1 : onlyRight ? 0 : -1;
  }

  List<Element> elements(Rows rows) {
    boolean leftScalar = binary.left().type() == ValueType.SCALAR;
    boolean rightScalar = binary.right().type() == ValueType.SCALAR;
    if ((leftScalar && rightScalar) || binary.matching() == null) {
      return leftScalar && rightScalar ? Dissector.plain(rows, operands) : withScalar(rows);
    }
    return binary.operator().kind() == BinaryOperator.Kind.SET ? set(rows) : join(rows);
  }

  // ---- a vector and a number ------------------------------------------------------------------

  private List<Element> withScalar(Rows rows) {
    boolean scalarLeft = binary.left().type() == ValueType.SCALAR;
    int vector = scalarLeft ? right : left;
    int scalar = scalarLeft ? left : right;
    double number = number(scalarLeft ? binary.left() : binary.right(), scalar);
    var elements = new ArrayList<Element>();
    for (var element : side(vector)) {
      var from =
          scalarLeft
              ? from(scalar < 0 ? List.of() : side(scalar), List.of(element))
              : from(List.of(element), scalar < 0 ? List.of() : side(scalar));
      var id = comparison ? element.id() : Relabelled.dropName(element.id());
      Double value = rows.value(id);
      if (value != null && element.present()) {
        elements.add(Dissector.present(id, value, from));
      } else if (!element.present()) {
        elements.add(Dissector.absent(id, "", from));
      } else {
        elements.add(
            scalarLeft
                ? untrue(id, number, element.value(), from)
                : untrue(id, element.value(), number, from));
      }
    }
    return elements;
  }

  private double number(Expr expr, int operand) {
    if (operand >= 0) {
      var elements = side(operand);
      return elements.isEmpty() ? Double.NaN : elements.getFirst().value();
    }
    return literal(expr);
  }

  private static double literal(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral(double value, int _, int _) -> value;
      case Expr.Negation(Expr inner, int _, int _) -> -literal(inner);
      case Expr.Parenthesis(Expr inner, int _, int _) -> literal(inner);
      case Expr.StringLiteral _,
          Expr.VectorSelector _,
          Expr.RangeSelector _,
          Expr.Subquery _,
          Expr.Call _,
          Expr.Aggregation _,
          Expr.Binary _ ->
          Double.NaN;
    };
  }

  private Element untrue(SeriesId id, double first, double second, List<List<Element>> from) {
    double largest = Math.max(Math.abs(first), Math.abs(second));
    return new Element(
        id,
        false,
        Double.NaN,
        Figures.of(first) + " " + binary.operator().text() + " " + Figures.of(second) + " is false",
        largest == 0 ? 0 : Math.abs(first - second) / largest,
        0,
        null,
        from);
  }

  // ---- set operators --------------------------------------------------------------------------

  private List<Element> set(Rows rows) {
    var grouping = grouping();
    var rights = bySignature(side(right), grouping);
    var elements = new ArrayList<Element>();
    var lefts = new HashSet<SeriesId>();
    for (var element : side(left)) {
      var signature = grouping.apply(element.id());
      var partners = rights.getOrDefault(signature, List.of());
      var from = from(List.of(element), partners);
      if (element.present()) {
        lefts.add(signature);
      }
      Double value = element.present() ? rows.value(element.id()) : null;
      if (value != null) {
        elements.add(Dissector.present(element.id(), value, from));
      } else if (binary.operator() != BinaryOperator.OR || partners.isEmpty()) {
        elements.add(
            Dissector.absent(element.id(), element.present() ? taken(partners) : "", from));
      }
    }
    if (binary.operator() == BinaryOperator.OR) {
      var others = bySignature(side(left), grouping);
      for (var element : side(right)) {
        var signature = grouping.apply(element.id());
        boolean taken = element.present() && lefts.contains(signature);
        if (!taken) {
          var from = from(others.getOrDefault(signature, List.of()), List.of(element));
          elements.add(
              element.present()
                  ? Dissector.present(element.id(), element.value(), from)
                  : Dissector.absent(element.id(), "", from));
        }
      }
    } else if (binary.operator() == BinaryOperator.AND && side(left).isEmpty()) {
      rights.forEach((signature, members) ->
          elements.add(
              Dissector.absent(
                  signature,
                  "nothing on its left matches " + matching(),
                  from(List.of(), members))));
    }
    return elements;
  }

  /// Why a set operator takes away an element that its left side has.
  private String taken(List<Element> partners) {
    if (binary.operator() == BinaryOperator.UNLESS) {
      return "its right side holds, so `unless` takes it away";
    }
    return partners.isEmpty() ? "nothing on its right matches " + matching() : "";
  }

  // ---- arithmetic and comparisons of two vectors ----------------------------------------------

  private List<Element> join(Rows rows) {
    var grouping = grouping();
    boolean swapped = matchingOf().cardinality() == Cardinality.ONE_TO_MANY;
    var manies = side(swapped ? right : left);
    var ones = bySignature(side(swapped ? left : right), grouping);
    String otherSide = swapped ? "left" : "right";
    var elements = new ArrayList<Element>();
    for (var many : manies) {
      var partners = ones.getOrDefault(grouping.apply(many.id()), List.of());
      var partner = partner(partners);
      var from = swapped ? from(partners, List.of(many)) : from(List.of(many), partners);
      var id = result(many.id(), partner == null ? null : partner.id());
      Double value = rows.value(id);
      if (value != null && many.present()) {
        elements.add(Dissector.present(id, value, from));
      } else if (!many.present() || (partner != null && !partner.present())) {
        elements.add(Dissector.absent(id, "", from));
      } else if (partner == null) {
        elements.add(
            Dissector.absent(id, "nothing on its " + otherSide + " matches " + matching(), from));
      } else {
        elements.add(
            swapped
                ? untrue(id, partner.value(), many.value(), from)
                : untrue(id, many.value(), partner.value(), from));
      }
    }
    if (manies.isEmpty()) {
      String here = swapped ? "right" : "left";
      ones.forEach((signature, members) ->
          elements.add(
              Dissector.absent(
                  signature,
                  "nothing on its " + here + " matches " + matching(),
                  swapped ? from(members, List.of()) : from(List.of(), members))));
    }
    return elements;
  }

  private static @Nullable Element partner(List<Element> partners) {
    for (var partner : partners) {
      if (partner.present()) {
        return partner;
      }
    }
    return partners.isEmpty() ? null : partners.getFirst();
  }

  /// As [JoinNode] names it.
  private SeriesId result(SeriesId many, @Nullable SeriesId one) {
    var matching = matchingOf();
    var id = comparison ? many : Relabelled.dropName(many);
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      id = grouping().apply(id);
    }
    if (one != null) {
      for (String name : matching.include()) {
        id = Relabelled.with(id, name, Relabelled.label(one, name));
      }
    }
    return id;
  }

  // ---- both -----------------------------------------------------------------------------------

  private static Map<SeriesId, List<Element>> bySignature(
      List<Element> elements, Grouping grouping) {
    var bySignature = new LinkedHashMap<SeriesId, List<Element>>();
    for (var element : elements) {
      bySignature
          .computeIfAbsent(grouping.apply(element.id()), _ -> new ArrayList<>())
          .add(element);
    }
    return bySignature;
  }

  private Expr.Matching matchingOf() {
    return Objects.requireNonNull(binary.matching());
  }

  private Grouping grouping() {
    return new Grouping(matchingOf().on(), new HashSet<>(matchingOf().labels()));
  }

  private String matching() {
    var matching = matchingOf();
    if (!matching.on() && matching.labels().isEmpty()) {
      return "in all labels";
    }
    return (matching.on() ? "on (" : "ignoring (") + String.join(", ", matching.labels()) + ")";
  }

  private List<Element> side(int operand) {
    return operand < 0 || operand >= operands.size() ? List.of() : operands.get(operand).elements();
  }

  /// By operand: literals have none.
  private List<List<Element>> from(List<Element> ofLeft, List<Element> ofRight) {
    var from = new ArrayList<List<Element>>();
    if (left >= 0) {
      from.add(ofLeft);
    }
    if (right >= 0) {
      from.add(ofRight);
    }
    return from;
  }
}
