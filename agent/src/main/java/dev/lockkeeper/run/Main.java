package dev.lockkeeper.run;

import dev.lockkeeper.cli.Lockkeeper;
import dev.lockkeeper.cli.Parts;
import dev.lockkeeper.cli.RuleTools;
import dev.lockkeeper.config.ConfigFile;
import dev.lockkeeper.config.Surroundings;
import dev.lockkeeper.control.ControlClient;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/// The program.
public final class Main {
  private static final Path PACKAGED = Path.of("/etc/lockkeeper/config.yml");

  private Main() {}

  public static void main(String[] arguments) {
    var parts =
        new Parts(
            config -> new AgentRun(version(), System.out, System.err).run(config),
            new CheckRun(),
            new RuleTools(new RulesCheckRun(), new RulesTestRun(), new RulesBacktestRun()),
            config ->
                new ControlClient(
                    ConfigFile.load(config, Surroundings.ofThisProcess()).directories().runtime()),
            version(),
            standardConfig());
    var out = new PrintWriter(System.out, true, Charset.defaultCharset());
    var err = new PrintWriter(System.err, true, Charset.defaultCharset());
    System.exit(Lockkeeper.execute(parts, out, err, arguments));
  }

  private static String version() {
    String packaged = Main.class.getPackage().getImplementationVersion();
    return packaged == null ? "development" : packaged;
  }

  /// What `bin/lockkeeper` says, else the packaged one, else the one that lies here.
  private static Path standardConfig() {
    String said = System.getProperty("lockkeeper.config.default");
    if (said != null) {
      return Path.of(said);
    }
    return Files.exists(PACKAGED) ? PACKAGED : Path.of("config.yml");
  }
}
