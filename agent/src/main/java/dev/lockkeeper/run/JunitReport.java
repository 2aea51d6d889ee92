package dev.lockkeeper.run;

import dev.lockkeeper.model.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// What `rules test` found as JUnit's XML, which build servers read: a suite for each file.
final class JunitReport {
  private final StringBuilder xml =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");

  private JunitReport() {}

  static String of(List<RulesTestRun.Ran> all) {
    var report = new JunitReport();
    all.forEach(report::suite);
    return report.xml.append("</testsuites>\n").toString();
  }

  private void suite(RulesTestRun.Ran ran) {
    var result = ran.result();
    String errors =
        result.problems().stream()
            .filter(problem -> problem.severity() == Problem.Severity.ERROR)
            .map(Problem::toString)
            .collect(Collectors.joining("\n"));
    long failed = result.tests().stream().filter(test -> !test.failures().isEmpty()).count();
    xml.append(
        "  <testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n"
            .formatted(
                escaped(ran.file()),
                result.tests().size() + (errors.isEmpty() ? 0 : 1),
                failed,
                errors.isEmpty() ? 0 : 1));
    if (!errors.isEmpty()) {
      xml.append("    <testcase name=\"the files can be read\"><error>")
          .append(escaped(errors))
          .append("</error></testcase>\n");
    }
    for (var test : result.tests()) {
      xml.append("    <testcase name=\"").append(escaped(test.name())).append("\">");
      for (var failure : test.failures()) {
        xml.append("<failure message=\"")
            .append(escaped(failure.what()))
            .append("\">")
            .append(
                escaped(
                    failure.difference().lines().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"))))
            .append("</failure>");
      }
      xml.append("</testcase>\n");
    }
    xml.append("  </testsuite>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        // XML 1.0 knows no other control characters
        .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
  }
}
