package dev.lockkeeper.act;

import dev.lockkeeper.model.RemediationState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// The state table as a Mermaid state diagram, for the documentation.
final class Diagram {
  private Diagram() {}

  static String mermaid() {
    var text = new StringBuilder("stateDiagram-v2\n    [*] --> Serving\n");
    for (RemediationState from : RemediationState.values()) {
      Map<RemediationState, TreeSet<String>> arrows = new EnumMap<>(RemediationState.class);
      for (Transitions.Cell<?> cell : Transitions.row(from)) {
        for (RemediationState to : cell.leadsTo()) {
          if (to != from) {
            arrows.computeIfAbsent(to, _ -> new TreeSet<>()).add(words(cell.event()));
          }
        }
      }
      arrows.forEach((to, events) ->
          text.append("    ")
              .append(name(from))
              .append(" --> ")
              .append(name(to))
              .append(": ")
              .append(String.join(", ", events))
              .append('\n'));
    }
    return text.toString();
  }

  /// `HELD_OUT` → `HeldOut`.
  private static String name(RemediationState state) {
    var name = new StringBuilder();
    for (String part : state.name().split("_", -1)) {
      name.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /// `TrafficAnswered` → `traffic answered`.
  private static String words(Class<?> event) {
    return event.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
