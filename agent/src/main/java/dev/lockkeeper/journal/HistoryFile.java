package dev.lockkeeper.journal;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.lockkeeper.model.PastRemediation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Past remediations, which cooldown and budget count, over restarts of the agent: the file
/// `history.json` in the state directory. Reads and writes files: not for the loop.
public final class HistoryFile {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);
  private static final String KIND = "history";

  private final Path file;
  private boolean complained;

  /// Reads nothing yet.
  public HistoryFile(Path state) {
    this.file = state.resolve("history.json");
  }

  /// Oldest first. Empty when there is none, and, with a warning, when it is damaged or can't be
  /// read.
  ///
  /// @throws IOException when a newer version of the program has written it: acting without it
  ///   could repeat what it forbids
  public synchronized List<PastRemediation> read() throws IOException {
    try {
      Frame frame = Frame.decoded(KIND, Files.readAllBytes(file));
      return Json.MAPPER.readValue(frame.body(), new TypeReference<List<PastRemediation>>() {});
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (Frame.NewerFormatException e) {
      throw new IOException("%s can't be read: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      Path aside = file.resolveSibling(file.getFileName() + ".damaged");
      LOG.warn("{} is not usable ({}): set aside as {}", file, e.getMessage(), aside.getFileName());
      try {
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException stays) {
        LOG.warn("{} can't be set aside: {}", file, stays.getMessage());
      }
      return List.of();
    }
  }

  /// Replaces it. A failure is said once, until it works again: it must not stop a remediation.
  public synchronized void write(List<PastRemediation> past) {
    try {
      WholeFile.write(
          file, new Frame(past.size(), Json.MAPPER.writeValueAsString(past)).encoded(KIND), true);
      complained = false;
    } catch (IOException e) {
      if (!complained) {
        LOG.warn("{} can't be written: {}", file, e.getMessage());
        complained = true;
      }
    }
  }
}
