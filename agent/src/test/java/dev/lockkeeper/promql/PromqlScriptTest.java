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
/// What is not built is reported for each file as not supported; a wrong value fails.
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
      for (var step : PromqlScript.read(Files.readAllLines(file)).steps()) {
        switch (step) {
          case PromqlScript.Clear() -> pending.add(run::clear);
          case PromqlScript.Load load -> pending.add(() -> run.load(load));
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
    } catch (ScriptRun.NotSupported e) {
      counts[2]++;
      Assumptions.abort("not supported: " + e.getMessage());
    } catch (AssertionError e) {
      counts[1]++;
      throw new AssertionError(
          "line " + eval.line() + ": " + eval.query() + "\n" + e.getMessage(), e);
    }
  }

  @AfterAll
  static void printCounts() {
    COUNTS.forEach((file, counts) ->
        System.out.printf(
            "promqltest: %-24s passed %4d  failed %4d  not supported %4d%n",
            file, counts[0], counts[1], counts[2]));
  }
}
