package dev.lockkeeper.promql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every `*.test` script in Prometheus' own test language, one test for each `eval`: the project's
/// own (src/test/resources/promql), and those in the folder given by `-Dpromqltest.dir`.
///
/// Evals that need native histograms are skipped; whatever else does not yield what its script
/// expects fails, and so does a line that can't be read.
class PromqlScriptTest {
  private static final Map<String, int[]> COUNTS = new TreeMap<>();

  @TestFactory
  Stream<DynamicNode> everyEvalYieldsWhatItsScriptExpects() throws IOException {
    var files = new ArrayList<>(scripts(Path.of("src/test/resources/promql")));
    String given = System.getProperty("promqltest.dir");
    // The tests run in agent/; the folder stands beside the repository.
    Path folder = given != null ? Path.of(given) : Path.of("../../shared/promqltest");
    if (given != null || Files.isDirectory(folder)) {
      files.addAll(scripts(folder));
    } else {
      System.out.println("promqltest: no " + folder + "; give -Dpromqltest.dir for more scripts");
    }
    return files.stream().map(PromqlScriptTest::container);
  }

  private static List<Path> scripts(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }

  private static DynamicNode container(Path file) {
    String name = file.getFileName().toString();
    var counts = COUNTS.computeIfAbsent(name, _ -> new int[3]);
    var run = new ScriptRun();
    var tests = new ArrayList<DynamicTest>();
    var pending = new ArrayList<Runnable>();
    try {
      for (var step : ScriptReader.read(Files.readAllLines(file)).steps()) {
        switch (step) {
          case PromqlScript.Clear() -> pending.add(run::clear);
          case PromqlScript.Load load -> pending.add(() -> run.load(load));
          case PromqlScript.Unreadable(int line, String why) ->
              tests.add(
                  DynamicTest.dynamicTest(
                      line + ": can be read",
                      () -> {
                        counts[1]++;
                        throw new AssertionError("line " + line + ": " + why);
                      }));
          case PromqlScript.Eval eval -> {
            var before = List.copyOf(pending);
            pending.clear();
            tests.add(
                DynamicTest.dynamicTest(
                    eval.line() + ": " + eval.query(),
                    () -> {
                      before.forEach(Runnable::run);
                      evaluate(run, eval, counts);
                    }));
          }
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return DynamicContainer.dynamicContainer(name, tests);
  }

  private static void evaluate(ScriptRun run, PromqlScript.Eval eval, int[] counts) {
    try {
      run.eval(eval);
      counts[0]++;
    } catch (ScriptRun.NeedsNativeHistograms _) {
      counts[2]++;
      Assumptions.abort("needs native histograms, which are not supported");
    } catch (RuntimeException | AssertionError e) {
      counts[1]++;
      throw new AssertionError(
          "line " + eval.line() + ": " + eval.query() + "\n" + e.getMessage(), e);
    }
  }

  @AfterAll
  static void printCounts() {
    int[] sum = new int[3];
    COUNTS.forEach((file, counts) -> {
      print(file, counts);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += counts[i];
      }
    });
    print("all", sum);
  }

  private static void print(String what, int[] counts) {
    System.out.printf(
        "promqltest: %-28s passed %4d  failed %4d  skipped (native histograms) %4d%n",
        what, counts[0], counts[1], counts[2]);
  }
}
