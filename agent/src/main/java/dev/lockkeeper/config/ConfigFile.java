package dev.lockkeeper.config;

import dev.lockkeeper.model.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `config.yml` and the rule files it names.
public final class ConfigFile {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final HostAndPort LISTEN = new HostAndPort("127.0.0.1", 9755);

  /// Where rule files are when nobody says.
  static final List<String> RULES = List.of("rules/*.yml");

  private static final Keys SERVER =
      Keys.of(
              Key.text(
                      "listen",
                      HostAndPort.FORM,
                      "Where metrics, page and read-only JSON are served; port 0: any free one."
                          + " Beyond loopback is a warning.")
                  .otherwise(LISTEN.toString()))
          .openToOthers();

  static final Keys KEYS =
      Keys.of(
              Key.choice(
                      "mode",
                      Mode.class,
                      "How much is done without asking: say what would be done, ask first, or do"
                          + " it. The most cautious of this, the service's and the rule's wins.")
                  .otherwise(Mode.OBSERVE.text()),
              Key.span(
                  "interval",
                  Duration.ofMillis(100),
                  Duration.ofMinutes(1),
                  INTERVAL,
                  "Time from one reading and evaluation to the next."),
              Key.texts(
                      "rules",
                      "Rule files. `*`, `?`, `[…]`, `{…}` within one name; no `**`. A plain path"
                          + " must exist; a pattern without a match is a warning.")
                  .otherwise(RULES.toString()),
              Key.text("instance", "Label `instance` of every alert.").otherwise("the host's name"),
              Key.names("labels", "Labels of every alert, beside `instance`."),
              Key.nested("directories", DirectorySection.KEYS, "Where the agent keeps its files."),
              Key.nested("history", HistorySection.KEYS, "What of the samples is kept on disk."),
              Key.nested(
                  "server",
                  SERVER,
                  "Metrics, page and JSON over HTTP. Dropwizard's own server settings may stand"
                      + " here too."),
              Key.of("logging", new Shape.Anything(), "Dropwizard's logging settings."),
              Key.of("metrics", new Shape.Anything(), "Dropwizard's metrics settings."),
              Key.list(
                  "services",
                  ServiceSection.KEYS,
                  "Supervised servers. None: web servers that run are found and observed."),
              Key.nested("alerts", AlertSection.KEYS, "Who is told."))
          .later("fleet");

  private ConfigFile() {}

  /// Never throws for what stands in the files, or for files that can't be read: all of that is a
  /// problem. Reads the disk: not for the loop.
  public static LoadedConfig load(Path file, Surroundings surroundings) {
    var problems = new Problems(file.toString());
    var text = FileText.read(file, problems);
    var root = text == null ? null : MarkedYaml.parse(text, problems);
    var config =
        root == null
            ? null
            : read(
                file,
                new Environment(surroundings.environment(), problems).substitute(root, ""),
                problems,
                surroundings);
    var rules = RuleFiles.read(file, config == null ? RULES : config.rules());
    var located = Located.of(file.toString(), root);
    if (config != null && located.has("rules")) {
      warnOfEmptyGlobs(config, located, problems);
    }
    return new LoadedConfig(
        problems.errors() ? Optional.empty() : Optional.ofNullable(config),
        config == null ? surroundings.directories() : config.directories(),
        problems.list(),
        rules,
        located);
  }

  static AgentConfig read(Path file, YamlNode root, Problems problems, Surroundings surroundings) {
    var base = base(file);
    var top = Section.of(root, "", problems, KEYS);
    var mode = top.choice("mode", Mode.class).orElse(Mode.OBSERVE);
    return new AgentConfig(
        file,
        mode,
        top.duration("interval"),
        top.has("rules") ? top.values("rules", RuleGlob::parse) : RULES,
        instance(top),
        top.labels("labels"),
        DirectorySection.read(top, base, surroundings),
        HistorySection.read(top),
        listen(top),
        ServiceSection.readAll(top.sections("services", ServiceSection.KEYS), mode, base),
        AlertSection.read(top),
        dropwizard(top));
  }

  /// A typing error in a pattern would otherwise leave the agent without rules, silently.
  private static void warnOfEmptyGlobs(AgentConfig config, Located located, Problems problems) {
    for (int i = 0; i < config.rules().size(); i++) {
      var glob = config.rules().get(i);
      try {
        if (RuleGlob.files(config.file(), glob).isEmpty()) {
          var path = "rules[" + i + "]";
          problems.warning(located.at(path), path, "`" + glob + "` matches no file");
        }
      } catch (IOException _) {
        // reported with the rule files
      }
    }
  }

  /// The directory against which the file's paths are resolved.
  static Path base(Path file) {
    var parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static @Nullable String instance(Section top) {
    if (top.node("labels") instanceof YamlNode.Mapping labels && labels.value("instance") != null) {
      top.error("labels", "`instance` has a key of its own at the top");
    }
    return top.text("instance").orElse(null);
  }

  /// Dropwizard's own keys beside `listen` are checked where they are bound.
  private static HostAndPort listen(Section top) {
    var node = top.node("server");
    if (node == null) {
      return LISTEN;
    }
    var server = Section.open(node, "server", top.problems());
    var listen = server.value("listen", text -> HostAndPort.parse(text, 0)).orElse(LISTEN);
    if (!listen.loopback()) {
      server.warning(
          "listen", "others than this machine can reach it, and nobody is asked for a password");
    }
    return listen;
  }

  private static DropwizardSettings dropwizard(Section top) {
    var server = JsonTree.object(top.node("server"));
    server.remove("listen");
    for (var key : List.of("logging", "metrics")) {
      var node = top.node(key);
      if (node != null) {
        Section.open(node, key, top.problems());
      }
    }
    return new DropwizardSettings(
        server, JsonTree.object(top.node("logging")), JsonTree.object(top.node("metrics")));
  }
}
