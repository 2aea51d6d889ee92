package dev.lockkeeper.rule;

import dev.lockkeeper.model.Explanation;
import dev.lockkeeper.promql.Dissection.Element;
import dev.lockkeeper.promql.Dissection.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Follows one element of a dissected expression down to where it came from, or where it was lost.
final class Lineages {
  /// Elements of one part that are shown for one label set.
  static final int MOST_ELEMENTS = 5;

  /// Characters of a part that a reason repeats.
  private static final int LONGEST_TEXT = 80;

  private Lineages() {}

  /// What of each part belongs to this element.
  static Explanation.Part of(Part part, Element element, Instant now) {
    return tree(part, List.of(element), now);
  }

  /// All that is there.
  static Explanation.Part whole(Part part, Instant now) {
    var operands = part.operands().stream().map(operand -> whole(operand, now)).toList();
    return explained(part, part.elements(), operands, now);
  }

  private static Explanation.Part tree(Part part, List<Element> elements, Instant now) {
    var operands = new ArrayList<Explanation.Part>();
    for (int i = 0; i < part.operands().size(); i++) {
      // by identity: two elements are never the same by their values alone
      var met = Collections.newSetFromMap(new IdentityHashMap<Element, Boolean>());
      var from = new ArrayList<Element>();
      for (var element : elements) {
        if (i < element.from().size()) {
          element.from().get(i).stream().filter(met::add).forEach(from::add);
        }
      }
      operands.add(tree(part.operands().get(i), from, now));
    }
    return explained(part, elements, operands, now);
  }

  private static Explanation.Part explained(
      Part part, List<Element> elements, List<Explanation.Part> operands, Instant now) {
    return new Explanation.Part(
        part.text(),
        part.brief(),
        elements.stream()
            // what is there says more
            .sorted((a, b) -> Boolean.compare(b.present(), a.present()))
            .limit(MOST_ELEMENTS)
            .map(element -> explained(element, now))
            .toList(),
        Math.max(0, elements.size() - MOST_ELEMENTS),
        part.elements().size(),
        part.failure(),
        operands);
  }

  private static Explanation.Element explained(Element element, Instant now) {
    var window = element.window();
    return new Explanation.Element(
        element.id(),
        element.present(),
        element.value(),
        element.why(),
        element.sampleMillis() == 0
            ? null
            : Duration.ofMillis(Math.max(0, now.toEpochMilli() - element.sampleMillis())),
        window == null
            ? null
            : new Explanation.Range(
                window.samples(),
                Duration.ofMillis(window.toMillis() - window.fromMillis()),
                Duration.ofMillis(window.lastMillis() - window.firstMillis()),
                window.approximate()));
  }

  /// In words, where an element went missing: the lowest part that took it away.
  static String because(Part part, Element element) {
    if (element.present()) {
      return "";
    }
    if (!element.why().isEmpty()) {
      return element.why().endsWith(" is false")
          ? element.why() + ": " + cut(part.text())
          : element.why() + ": " + cut(lacking(part, element));
    }
    for (int i = 0; i < element.from().size() && i < part.operands().size(); i++) {
      for (var below : element.from().get(i)) {
        if (!below.present()) {
          return because(part.operands().get(i), below);
        }
      }
    }
    return "nothing: " + cut(part.text());
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }

  /// The part that the reason speaks of: of a partner that is missing, the side it is missing on.
  private static String lacking(Part part, Element element) {
    if (part.operands().size() == 2 && element.why().startsWith("nothing on its ")) {
      return part.operands().get(element.why().startsWith("nothing on its left") ? 0 : 1).text();
    }
    return part.text();
  }

  /// How far a comparison that is false is from true, as a share; NaN where none decides.
  static double distance(Part part, @Nullable Element element) {
    if (element == null || element.present()) {
      return 0;
    }
    if (!element.why().isEmpty()) {
      return element.distance();
    }
    for (int i = 0; i < element.from().size() && i < part.operands().size(); i++) {
      for (var below : element.from().get(i)) {
        if (!below.present()) {
          return distance(part.operands().get(i), below);
        }
      }
    }
    return Double.NaN;
  }
}
