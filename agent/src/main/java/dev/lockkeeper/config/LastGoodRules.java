package dev.lockkeeper.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockkeeper.config.RuleFilesResult.Source;
import dev.lockkeeper.model.Problem;
import dev.lockkeeper.model.Problem.Severity;
import dev.lockkeeper.model.RuleGroupSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Keeps a copy of the rule files when they were last good, in the state directory: a file that
/// broke while the agent was down does not keep it down. The whole set counts: rules of different
/// files may rely on one another, so good and old ones are never mixed.
public final class LastGoodRules {
  /// Sum of the files' limits would be far more; this bounds what a damaged copy can cost.
  private static final long LARGEST = 64L * 1024 * 1024;

  private static final JsonMapper JSON = new JsonMapper();

  private final Path copy;

  /// @param stateDirectory created when the first copy is written
  public LastGoodRules(Path stateDirectory) {
    this.copy = stateDirectory.resolve("last-good-rules.json");
  }

  /// Decides which rules are to run. When the current files are good they are remembered; that this
  /// failed is a warning. Reads and writes the disk: not for the loop.
  ///
  /// @param current the files as they are now
  /// @param compile what compiling these groups finds wrong; called for the current files, then, if
  ///   there is an error, for the last good ones
  public RuleFilesResult choose(
      RuleFiles current, Function<List<RuleGroupSpec>, List<Problem>> compile) {
    var problems = new ArrayList<>(current.problems());
    problems.addAll(compile.apply(current.groups()));
    if (RuleFiles.good(problems)) {
      String unkept = keep(current);
      if (!unkept.isEmpty()) {
        problems.add(warning(unkept));
      }
      return new RuleFilesResult(current.groups(), problems, Source.CURRENT);
    }
    try {
      var lastGood = RuleFiles.parse(read());
      // a newer agent may refuse what an older one took
      if (lastGood.good() && RuleFiles.good(compile.apply(lastGood.groups()))) {
        problems.add(warning("the rules that were last good are used instead"));
        return new RuleFilesResult(lastGood.groups(), problems, Source.LAST_GOOD);
      }
      problems.add(warning("the rules that were last good are not good any more"));
    } catch (NoSuchFileException never) {
      // nothing was ever good: the problems say all
    } catch (IOException broken) {
      problems.add(warning("the last good rules can't be read: " + broken.getMessage()));
    }
    return new RuleFilesResult(List.of(), problems, Source.NONE);
  }

  /// Remembers files that have proved good. Writes the disk: not for the loop.
  ///
  /// @return why they could not be kept; empty when they were
  public String keep(RuleFiles good) {
    try {
      save(good.texts());
      return "";
    } catch (IOException broken) {
      return "the last good rules can't be kept: " + broken.getMessage();
    }
  }

  private SortedMap<String, String> read() throws IOException {
    if (Files.size(copy) > LARGEST) {
      throw new IOException("larger than " + LARGEST + " bytes");
    }
    Map<String, String> texts = JSON.readValue(copy.toFile(), new TypeReference<>() {});
    if (texts == null || texts.containsValue(null)) {
      throw new IOException("not a copy of rule files");
    }
    return new TreeMap<>(texts);
  }

  private void save(SortedMap<String, String> texts) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(texts);
    if (Files.exists(copy) && Files.size(copy) == bytes.length && readsAs(texts)) {
      return;
    }
    var directory = copy.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    var next = copy.resolveSibling(copy.getFileName() + ".next");
    Files.write(next, bytes);
    Files.move(next, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean readsAs(SortedMap<String, String> texts) {
    try {
      return read().equals(texts);
    } catch (IOException damaged) {
      return false;
    }
  }

  private Problem warning(String message) {
    return new Problem(Severity.WARNING, copy.toString(), 0, 0, "", message);
  }
}
