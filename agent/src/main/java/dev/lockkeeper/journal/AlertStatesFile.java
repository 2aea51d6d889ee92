package dev.lockkeeper.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.rule.SavedAlerts;
import dev.lockkeeper.rule.SavedAlerts.SavedAlert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The alerts that are pending or fire, over restarts of the agent: `alert-states.json`, in the
/// runtime directory (tmpfs: there even while disks hang) and in the state directory (there after a
/// reboot). The newer one that is whole counts. Never fsynced: it must not add to the trouble, and
/// what a power cut loses is found again by the next evaluations. Reads and writes files: not for
/// the loop.
public final class AlertStatesFile {
  private static final Logger LOG = LoggerFactory.getLogger(AlertStatesFile.class);
  private static final String NAME = "alert-states.json";
  private static final String KIND = "alerts";

  /// 4 MiB, in bytes: several times what the largest number of saved alerts comes to
  private static final long LARGEST = 4L * 1024 * 1024;

  private final Path runtime;
  private final Path state;
  private final Set<Path> complained = ConcurrentHashMap.newKeySet();

  /// Reads nothing yet.
  public AlertStatesFile(Path runtime, Path state) {
    this.runtime = runtime.resolve(NAME);
    this.state = state.resolve(NAME);
  }

  /// Labels as names and values in turn.
  private record Stored(
      String rule,
      List<String> labels,
      List<String> element,
      String value,
      long activeSince,
      long firingSince,
      boolean kept,
      long held,
      long clear) {
    static Stored of(SavedAlert alert) {
      return new Stored(
          alert.rule(),
          pairs(alert.labels()),
          pairs(alert.element()),
          Double.toString(alert.value()),
          alert.activeSince(),
          alert.firingSince(),
          alert.kept(),
          alert.held(),
          alert.clear());
    }

    private static List<String> pairs(Labels labels) {
      var pairs = new ArrayList<String>();
      labels.forEach((name, value) -> {
        pairs.add(name);
        pairs.add(value);
      });
      return pairs;
    }

    SavedAlert alert() {
      return new SavedAlert(
          rule,
          Labels.of(labels.toArray(new String[0])),
          Labels.of(element.toArray(new String[0])),
          Double.parseDouble(value),
          activeSince,
          firingSince,
          kept,
          held,
          clear);
    }
  }

  private record Document(long epochMillis, List<Stored> alerts) {}

  /// What was last written. Nothing when there is none, and, with a warning, when it is damaged: it
  /// is set aside then.
  public SavedAlerts read() {
    var both = new TreeMap<Long, SavedAlerts>();
    for (Path file : List.of(state, runtime)) {
      var saved = read(file);
      both.put(saved.epochMillis(), saved);
    }
    return both.lastEntry().getValue();
  }

  private static SavedAlerts read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("larger than " + LARGEST + " bytes");
      }
      var frame = Frame.decoded(KIND, Files.readAllBytes(file));
      var document = Json.MAPPER.readValue(frame.body(), Document.class);
      return new SavedAlerts(
          document.epochMillis(), document.alerts().stream().map(Stored::alert).toList());
    } catch (NoSuchFileException none) {
      return SavedAlerts.NONE;
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      setAside(file, String.valueOf(e.getMessage()));
      return SavedAlerts.NONE;
    }
  }

  private static void setAside(Path file, String why) {
    var aside = file.resolveSibling(NAME + ".damaged");
    LOG.warn(
        "{} is not usable ({}): alerts begin anew; set aside as {}",
        file,
        why,
        aside.getFileName());
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException stays) {
      LOG.warn("{} can't be set aside: {}", file, stays.getMessage());
    }
  }

  /// Replaces what is in the runtime directory. Each directory is for one thread at a time. A
  /// failure is said once, until it works again.
  public void writeRuntime(SavedAlerts saved) {
    write(runtime, saved);
  }

  /// Replaces what is in the state directory.
  public void writeState(SavedAlerts saved) {
    write(state, saved);
  }

  private void write(Path file, SavedAlerts saved) {
    try {
      var document =
          new Document(saved.epochMillis(), saved.alerts().stream().map(Stored::of).toList());
      byte[] content =
          new Frame(saved.epochMillis(), Json.MAPPER.writeValueAsString(document)).encoded(KIND);
      if (content.length > LARGEST) {
        throw new IOException("more than " + LARGEST + " bytes");
      }
      WholeFile.write(file, content, false);
      complained.remove(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      if (complained.add(file)) {
        LOG.warn("{} can't be written: {}", file, e.getMessage());
      }
    }
  }
}
