package dev.lockkeeper.run;

import dev.lockkeeper.config.AgentConfig;
import dev.lockkeeper.config.FolderWatch;
import dev.lockkeeper.config.LastGoodRules;
import dev.lockkeeper.config.RuleFiles;
import dev.lockkeeper.config.RuleStamps;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the rule files again when they change, on SIGHUP and by order, on a thread of its own: the
/// loop neither waits for a disk nor compiles. What came of it reaches the loop as an
/// [Arrival.RulesRead].
///
/// Saving is not atomic for every editor, so a change is taken once the files have been quiet for a
/// moment, and what looks half done (broken, empty, gone) only after [#GRACE]. Who orders a reload
/// gets it at once.
final class RuleReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleReload.class);

  /// How often the files are looked at even if nothing was noticed: inotify sees no change that
  /// another machine makes on a network file system.
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /// Changes that come closer to one another are one.
  private static final Duration BREATH = Duration.ofMillis(20);

  /// Quiet for so long: whoever writes has done so.
  private static final Duration QUIET = Duration.ofMillis(60);

  /// Who goes on writing is not waited for longer than this.
  private static final Duration SETTLE_AT_MOST = Duration.ofMillis(300);

  /// What looks half done is taken for what it is when nobody has written for this long.
  private static final Duration GRACE = Duration.ofMillis(500);

  /// A file that somebody goes on writing is told to be broken after this time all the same.
  private static final Duration LONGEST_GRACE = Duration.ofSeconds(5);

  /// A disk that takes longer does not answer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// @param answer null: nobody waits for one
  private record Wake(@Nullable String by, @Nullable CompletableFuture<Answer> answer) {}

  private static final Wake CHANGE = new Wake(null, null);

  private final AgentConfig config;
  private final SeriesView store;
  private final Consumer<Arrival> loop;
  private final LastGoodRules lastGood;
  private final BlockingQueue<Wake> wakes = new LinkedBlockingQueue<>();
  private final FolderWatch watch = new FolderWatch(() -> wakes.offer(CHANGE));
  private final Thread thread = Thread.ofPlatform().name("rules").daemon().unstarted(this::run);

  private @Nullable RuleStamps seen;
  private SortedMap<String, String> running;

  /// the rules that run, or will when the loop comes to it
  private Rules latest;

  private List<Problem> broken;

  /// warnings that were said already
  private Set<String> warned;

  private byte[] configText = new byte[0];

  private volatile long busySince;
  private volatile boolean busy;
  private volatile boolean closed;
  private volatile String unkept = "";
  private volatile boolean configChanged;

  /// @param first the files that the agent started with
  RuleReload(
      AgentConfig config,
      RuleFiles first,
      RulesChoice choice,
      SeriesView store,
      Consumer<Arrival> loop) {
    this.config = config;
    this.store = store;
    this.loop = loop;
    this.lastGood = new LastGoodRules(config.directories().state());
    this.latest = choice.rules();
    this.running = choice.files().usedLastGood() ? new java.util.TreeMap<>() : first.texts();
    this.warned = texts(choice.files().problems());
    this.broken = choice.files().usedLastGood() ? errors(choice.files().problems()) : List.of();
  }

  void start() {
    thread.start();
  }

  /// Reads them now. From any thread.
  ///
  /// @param by who wants it, for the log
  CompletableFuture<Answer> now(String by) {
    var answer = new CompletableFuture<Answer>();
    wakes.add(new Wake(by, answer));
    return answer;
  }

  /// What stands in the way of noticing or keeping rules, in words. From any thread.
  List<String> problems() {
    var problems = new ArrayList<String>();
    long since = System.nanoTime() - busySince;
    if (busy && since > PATIENCE.toNanos()) {
      problems.add(
          "the rule files have not answered for "
              + Duration.ofNanos(since).toSeconds()
              + " s: their disk is stuck, and changes are not seen");
    }
    if (configChanged) {
      problems.add(config.file() + " has changed: that takes effect with the agent's next start");
    }
    if (!unkept.isEmpty()) {
      problems.add(unkept);
    }
    return problems;
  }

  private void run() {
    configText = configText();
    while (!closed) {
      try {
        Wake wake = wakes.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (CHANGE.equals(wake)) {
          // a log in the same directory must not keep us busy
          Thread.sleep(BREATH);
          wakes.removeIf(CHANGE::equals);
        }
        busySince = System.nanoTime();
        busy = true;
        look(wake == null ? CHANGE : wake);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("reading the rule files failed; it will be tried again", e);
      } finally {
        busy = false;
      }
    }
  }

  private void look(Wake wake) throws InterruptedException {
    var stamps = RuleStamps.take(config);
    boolean ordered = wake.answer() != null;
    if (stamps.equals(seen) && !ordered) {
      return;
    }
    long noticed = System.nanoTime();
    while (true) {
      stamps = settled(stamps);
      var files = RuleFiles.read(config);
      var read = judge(files);
      var later =
          ordered || !looksHalfDone(files, read) ? stamps : changedWithinGrace(stamps, noticed);
      if (later.equals(stamps)) {
        take(wake, stamps, files, read);
        return;
      }
      stamps = later;
    }
  }

  /// Waits until nobody writes any more.
  private RuleStamps settled(RuleStamps first) throws InterruptedException {
    long begun = System.nanoTime();
    var before = first;
    while (true) {
      Thread.sleep(QUIET);
      var now = RuleStamps.take(config);
      if (now.equals(before) || passed(begun, SETTLE_AT_MOST)) {
        return now;
      }
      before = now;
    }
  }

  /// Waits for what would complete a file that looks half done.
  private RuleStamps changedWithinGrace(RuleStamps before, long noticed)
      throws InterruptedException {
    long quiet = System.nanoTime();
    var now = before;
    while (now.equals(before) && !passed(quiet, GRACE) && !passed(noticed, LONGEST_GRACE)) {
      Thread.sleep(QUIET);
      now = RuleStamps.take(config);
    }
    return now;
  }

  private static boolean passed(long since, Duration time) {
    return System.nanoTime() - since >= time.toNanos();
  }

  private RulesRead judge(RuleFiles files) {
    if (files.good() && files.texts().equals(running)) {
      return new RulesRead.Same(files.texts().size());
    }
    var compilation = RulesChoice.compile(files.groups(), config);
    var problems = new ArrayList<>(files.problems());
    problems.addAll(compilation.problems());
    var rules = compilation.rules();
    if (!files.good() || rules == null) {
      return new RulesRead.Broken(problems);
    }
    rules.prepare(latest, store, System.currentTimeMillis());
    return new RulesRead.Good(rules, files.groups(), files.texts().size(), problems);
  }

  /// Broken, or a file that said something is empty or gone: as one looks while it is saved.
  private boolean looksHalfDone(RuleFiles files, RulesRead read) {
    return read instanceof RulesRead.Broken
        || running.entrySet().stream()
            .anyMatch(before ->
                !before.getValue().isBlank()
                    && files.texts().getOrDefault(before.getKey(), "").isBlank());
  }

  private void take(Wake wake, RuleStamps stamps, RuleFiles files, RulesRead read) {
    if (!stamps.equals(seen)) {
      String before = watch.problem();
      watch.on(stamps.folders(config));
      seen = stamps;
      if (!watch.problem().isEmpty() && !watch.problem().equals(before)) {
        LOG.warn(
            "changes of rule files are noticed up to {} ms later: {}",
            LOOK_EVERY.toMillis(),
            watch.problem());
      }
    }
    configChanged = !Arrays.equals(configText, configText());
    boolean news = !(read instanceof RulesRead.Same) || !broken.isEmpty();
    switch (read) {
      case RulesRead.Good good -> {
        good.warnings().stream()
            .filter(problem -> !warned.contains(problem.toString()))
            .forEach(problem -> LOG.warn("{}", problem));
        warned = texts(good.warnings());
        running = files.texts();
        latest = good.rules();
        broken = List.of();
      }
      case RulesRead.Same _ -> broken = List.of();
      case RulesRead.Broken(var problems) -> {
        var errors = errors(problems);
        news = !errors.equals(broken);
        if (news) {
          errors.forEach(problem -> LOG.error("{}", problem));
        }
        broken = errors;
      }
    }
    var answer = wake.answer() == null ? new CompletableFuture<Answer>() : wake.answer();
    if (news || wake.answer() != null) {
      loop.accept(
          new Arrival.RulesArrived(read, wake.by() == null ? "a file changed" : wake.by(), answer));
    }
    if (read instanceof RulesRead.Good) {
      // only now: the disk that takes the copy may be slow
      unkept = lastGood.keep(files);
    }
  }

  private static Set<String> texts(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.toUnmodifiableSet());
  }

  private static List<Problem> errors(List<Problem> problems) {
    return problems.stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .toList();
  }

  private byte[] configText() {
    try {
      return Files.readAllBytes(config.file());
    } catch (IOException gone) {
      return new byte[0];
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    thread.interrupt();
    watch.close();
  }
}
