package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.SeriesView.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A selector bound to a store: it looks its series up anew only when series of its name have come
/// or gone.
final class Selection {
  /// A name that needs no quotes.
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private final List<Matcher> matchers;

  /// the one name it reads; null where that is not fixed
  private final @Nullable String metric;

  private Series[] found = new Series[0];
  private @Nullable SeriesView lastView;
  private @Nullable List<Series> lastNamed;
  private long lastGeneration = -1;

  Selection(List<Matcher> matchers) {
    this.matchers = matchers;
    this.metric = fixed(matchers);
  }

  private static @Nullable String fixed(List<Matcher> matchers) {
    for (var matcher : matchers) {
      if (names(matcher)) {
        return matcher.value();
      }
    }
    return null;
  }

  private static boolean names(Matcher matcher) {
    return matcher.label().equals(Matcher.NAME)
        && matcher.operator() == Matcher.Operator.EQUAL
        && !matcher.value().isEmpty();
  }

  @Nullable String metric() {
    return metric;
  }

  List<Matcher> matchers() {
    return matchers;
  }

  @SuppressWarnings("ReferenceEquality") // the view gives the same list while nothing has changed
  Series[] series(SeriesView view) {
    long generation = view.generation();
    if (view == lastView && generation == lastGeneration) {
      return found;
    }
    var candidates = metric == null ? view.all() : view.named(metric);
    if (metric == null || view != lastView || candidates != lastNamed) {
      var matching = new ArrayList<Series>();
      for (var series : candidates) {
        if (matches(series.id())) {
          matching.add(series);
        }
      }
      found = matching.toArray(new Series[0]);
    }
    lastView = view;
    lastNamed = candidates;
    lastGeneration = generation;
    return found;
  }

  /// As PromQL writes it: `up{job="web"}`.
  String text() {
    String name = metric != null && PLAIN_NAME.matcher(metric).matches() ? metric : "";
    var rest =
        matchers.stream()
            .filter(matcher -> !(names(matcher) && matcher.value().equals(name)))
            .map(Matcher::toString)
            .collect(Collectors.joining(","));
    return rest.isEmpty() ? name : name + "{" + rest + "}";
  }

  boolean matches(SeriesId id) {
    for (var matcher : matchers) {
      if (!matcher.matches(Relabelled.label(id, matcher.label()))) {
        return false;
      }
    }
    return true;
  }

  /// Whether it could read a series of these names that carries these labels, and perhaps others.
  boolean mayRead(Set<String> metrics, Labels common) {
    for (var matcher : matchers) {
      String label = matcher.label();
      if (!label.equals(Matcher.NAME)
          && common.has(label)
          && !matcher.matches(common.value(label))) {
        return false;
      }
    }
    if (metric != null) {
      return metrics.contains(metric) && mayBeNamed(metric);
    }
    return metrics.stream().anyMatch(this::mayBeNamed);
  }

  private boolean mayBeNamed(String name) {
    for (var matcher : matchers) {
      if (matcher.label().equals(Matcher.NAME) && !matcher.matches(name)) {
        return false;
      }
    }
    return true;
  }

  /// Whether its series can carry a label.
  boolean mayCarry(String label) {
    for (var matcher : matchers) {
      if (matcher.label().equals(label)
          && matcher.operator() == Matcher.Operator.EQUAL
          && matcher.value().isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
