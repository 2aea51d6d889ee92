package dev.lockkeeper.rule.test;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.RuleTestFile.AlertCase;
import dev.lockkeeper.model.RuleTestFile.ExpectedAlert;
import dev.lockkeeper.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares the alerts that are to fire with those that do.
final class AlertDifference {
  private final List<Alert> alerts;
  private final long now;
  private final Difference difference = new Difference();

  private AlertDifference(List<Alert> alerts, long now) {
    this.alerts = alerts;
    this.now = now;
  }

  /// @param alerts all of the name, firing or not
  /// @param now the evaluation's moment, milliseconds since the Unix epoch
  static Difference of(AlertCase expected, List<Alert> alerts, long now) {
    return new AlertDifference(alerts, now).compare(expected);
  }

  private Difference compare(AlertCase expected) {
    var left = new ArrayList<Alert>();
    for (var alert : alerts) {
      if (alert.verdict().firing()) {
        left.add(alert);
      }
    }
    var missing = new ArrayList<ExpectedAlert>();
    var same = new ArrayList<ExpectedAlert>();
    for (var one : expected.alerts()) {
      var found =
          left.stream()
              .filter(alert -> shown(alert).equals(shown(one)))
              .filter(alert -> without(alert.annotations()).equals(without(one.annotations())))
              .findFirst();
      found.ifPresentOrElse(
          alert -> {
            left.remove(alert);
            same.add(one);
          },
          () -> missing.add(one));
    }
    same.forEach(one -> difference.same(shown(one).toString()));
    for (var one : missing) {
      var nearest =
          left.stream().filter(alert -> shown(alert).equals(shown(one))).findFirst().orElse(null);
      if (nearest == null) {
        absent(one);
      } else {
        left.remove(nearest);
        difference.same(shown(nearest).toString());
        annotations(one.annotations(), nearest.annotations());
      }
    }
    for (var alert : left) {
      difference.unexpected(shown(alert).toString());
      new TreeMap<>(alert.annotations())
          .forEach((name, text) -> difference.unexpected("  " + name + ": " + text));
    }
    return difference;
  }

  private void absent(ExpectedAlert expected) {
    var labels = shown(expected);
    String note = "";
    for (var alert : alerts) {
      if (alert.verdict() instanceof Verdict.Pending && shown(alert).equals(labels)) {
        note = "   (pending for " + TestRun.written(now - alert.activeAt().toEpochMilli()) + ")";
      }
    }
    difference.missing(labels + note);
    new TreeMap<>(expected.annotations())
        .forEach((name, text) -> difference.missing("  " + name + ": " + text));
  }

  private void annotations(Map<String, String> expected, Map<String, String> got) {
    var names = new TreeSet<>(expected.keySet());
    names.addAll(got.keySet());
    for (String name : names) {
      String wanted = expected.getOrDefault(name, "");
      String found = got.getOrDefault(name, "");
      if (!Objects.equals(wanted, found)) {
        if (!wanted.isEmpty()) {
          difference.missing("  " + name + ": " + wanted);
        }
        if (!found.isEmpty()) {
          difference.unexpected("  " + name + ": " + found);
        }
      }
    }
  }

  /// An empty annotation is the same as none, as with labels.
  private static Map<String, String> without(Map<String, String> texts) {
    var full = new TreeMap<>(texts);
    full.values().removeIf(String::isEmpty);
    return full;
  }

  private static Labels shown(ExpectedAlert expected) {
    return Labels.of(expected.labels()).with("alertname", "");
  }

  /// As a test file has them: without the name, which all have.
  private static Labels shown(Alert alert) {
    return alert.labels().with("alertname", "");
  }
}
