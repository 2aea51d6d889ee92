package dev.lockkeeper.run;

import com.codahale.metrics.MetricRegistry;
import dev.lockkeeper.cli.Parts;
import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.LoadedConfig;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.control.RuntimeDirectory;
import dev.lockkeeper.journal.FileJournal;
import dev.lockkeeper.model.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command `run`: from configuration files to a running agent, and to its end.
final class AgentRun implements Parts.Run {
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
    // before anything is touched: another agent may run here, and goes on as it is
    var problems = CheckRun.problems(loaded);
    report(problems);
    var directories = loaded.directories();
    try (var ending = new Ending();
        var hangUp = new HangUp();
        var taken = RuntimeDirectory.take(directories.runtime());
        // What a former process left half done needs no configuration, and must not wait for one
        // that is broken.
        var journal = new FileJournal(directories.runtime(), directories.state())) {
      var config = loaded.config().orElse(null);
      if (config != null && begin(config, loaded, problems, journal, taken, ending, hangUp)) {
        return 0;
      }
      return Recovery.finish(journal, directories, version, err);
    } catch (IOException e) {
      complain(Failures.text(e));
      return 1;
    }
  }

  /// @return whether it ran, until it was asked to end
  private boolean begin(
      AgentConfig config,
      LoadedConfig loaded,
      List<Problem> reported,
      FileJournal journal,
      RuntimeDirectory taken,
      Ending ending,
      HangUp hangUp)
      throws InterruptedException {
    var rules = RulesChoice.of(loaded, config);
    var more = new ArrayList<>(rules.files().problems());
    more.removeAll(reported);
    report(more);
    if (!rules.usable()) {
      return false;
    }
    rules.said().forEach(this::complain);
    var standing = new ArrayList<String>();
    String state = StateDirectory.problem(config.directories().state());
    if (!state.isEmpty()) {
      standing.add(state);
    }
    standing.forEach(this::complain);
    try {
      LogSettings.apply(config.dropwizard().logging(), new MetricRegistry());
      supervise(
          new Supervision(config, loaded, rules, standing, journal, taken, version),
          ending,
          hangUp);
      return true;
    } catch (IOException e) {
      complain(Failures.text(e));
      return false;
    }
  }

  private void supervise(Supervision supervision, Ending ending, HangUp hangUp)
      throws IOException, InterruptedException {
    try (supervision) {
      supervision.start();
      ending.stopWith(supervision::stop);
      hangUp.reloadWith(supervision::reloadRules);
      supervision.banner().forEach(out::println);
      out.flush();
      supervision.ended().await();
    }
  }

  private void report(List<Problem> problems) {
    problems.forEach(err::println);
    err.flush();
  }

  private void complain(String what) {
    err.println("lockkeeper: " + what);
    err.flush();
  }
}
