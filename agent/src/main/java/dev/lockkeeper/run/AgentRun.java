package dev.lockkeeper.run;

import com.codahale.metrics.MetricRegistry;
import dev.lockkeeper.cli.Parts;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.LoadedConfig;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.control.RuntimeDirectory;
import dev.lockkeeper.journal.FileJournal;
import dev.lockkeeper.model.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The command `run`: from configuration files to a running agent, and to its end.
final class AgentRun implements Parts.Run {
  /// After Ctrl-C the process ends within two seconds, whatever hangs.
  private static final Duration END_AT_MOST = Duration.ofMillis(1700);

  private final String version;
  private final PrintStream out;
  private final PrintStream err;

  AgentRun(String version, PrintStream out, PrintStream err) {
    this.version = version;
    this.out = out;
    this.err = err;
  }

  @Override
  public int run(Path configFile) throws Exception {
    var loaded = ConfigFile.load(configFile, Surroundings.ofThisProcess());
    var directories = loaded.directories();
    try (var taken = RuntimeDirectory.take(directories.runtime())) {
      // What a former process left half done needs no configuration, and must not wait for one
      // that is broken.
      try (var journal = new FileJournal(directories.runtime(), directories.state())) {
        var config = loaded.config().orElse(null);
        if (config == null) {
          report(problems(loaded));
          return Recovery.finish(journal, directories, version, err);
        }
        var rules = RulesChoice.of(loaded, config);
        var problems = new ArrayList<>(loaded.problems());
        problems.addAll(rules.files().problems());
        report(problems);
        if (!rules.usable()) {
          return Recovery.finish(journal, directories, version, err);
        }
        LogSettings.apply(config.dropwizard().logging(), new MetricRegistry());
        return supervise(new Supervision(config, loaded, rules, journal, taken, version));
      }
    } catch (IOException e) {
      err.println("lockkeeper: " + Failures.text(e));
      return 1;
    }
  }

  private int supervise(Supervision supervision) throws IOException, InterruptedException {
    try (supervision) {
      supervision.start();
      supervision.banner().forEach(out::println);
      out.flush();
      var ended = supervision.ended();
      var hook =
          Thread.ofPlatform()
              .name("shutdown")
              .unstarted(() -> {
                supervision.stop();
                try {
                  ended.await(END_AT_MOST.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      Runtime.getRuntime().addShutdownHook(hook);
      ended.await();
    }
    return 0;
  }

  private void report(List<Problem> problems) {
    problems.forEach(err::println);
    err.flush();
  }

  private static List<Problem> problems(LoadedConfig loaded) {
    var all = new ArrayList<>(loaded.problems());
    all.addAll(loaded.rules().problems());
    return all;
  }
}
