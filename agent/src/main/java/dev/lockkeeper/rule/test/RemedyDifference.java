package dev.lockkeeper.rule.test;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.RuleTestFile.AlertCase;
import dev.lockkeeper.model.RuleTestFile.ExpectedRemedy;
import java.util.ArrayList;
import java.util.List;

/// Compares what is to be asked for with what is.
final class RemedyDifference {
  private RemedyDifference() {}

  static Difference of(AlertCase expected, List<Alert> alerts) {
    var difference = new Difference();
    if (expected.remedies() == null) {
      return difference;
    }
    var left = new ArrayList<ExpectedRemedy>();
    for (var alert : alerts) {
      if (alert.verdict().firing() && alert.remedy() != null) {
        left.add(new ExpectedRemedy(alert.service(), alert.remedy(), alert.mode()));
      }
    }
    var missing = new ArrayList<ExpectedRemedy>();
    for (var one : expected.remedies()) {
      var found = left.stream().filter(asked -> fits(one, asked)).findFirst();
      found.ifPresentOrElse(
          asked -> {
            left.remove(asked);
            difference.same(text(asked));
          },
          () -> missing.add(one));
    }
    missing.forEach(one -> difference.missing(text(one)));
    left.forEach(asked -> difference.unexpected(text(asked)));
    return difference;
  }

  private static boolean fits(ExpectedRemedy expected, ExpectedRemedy asked) {
    return expected.service().equals(asked.service())
        && expected.remedy() == asked.remedy()
        && (expected.mode() == null || expected.mode() == asked.mode());
  }

  private static String text(ExpectedRemedy remedy) {
    var mode = remedy.mode();
    return remedy.remedy().text()
        + " "
        + (remedy.service().isEmpty() ? "(no service)" : remedy.service())
        + (mode == null ? "" : " (" + mode.text() + ")");
  }
}
