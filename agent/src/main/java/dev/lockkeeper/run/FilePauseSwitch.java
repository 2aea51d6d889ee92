package dev.lockkeeper.run;

import dev.lockkeeper.journal.PauseFile;
import dev.lockkeeper.report.AgentCommands.Answer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The kill switch as the file `pause` in the runtime or state directory.
final class FilePauseSwitch implements PauseSwitch {
  private final PauseFile file;

  FilePauseSwitch(PauseFile file) {
    this.file = file;
  }

  @Override
  public @Nullable String why() {
    Optional<String> reason = file.reason();
    return reason.map(why -> why.isBlank() ? "paused by a file" : why).orElse(null);
  }

  @Override
  public Answer on(String why) {
    try {
      file.pause(why.isBlank() ? "paused by an operator" : why);
      return new Answer(
          true,
          "paused: nothing new begins, what has not reached stopping is put back;"
              + " lockkeeper resume ends it",
          "");
    } catch (IOException e) {
      return Answer.refused("not paused: " + Failures.text(e));
    }
  }

  @Override
  public Answer off() {
    try {
      file.resume();
      return new Answer(true, "resumed", "");
    } catch (IOException e) {
      return Answer.refused("still paused: " + Failures.text(e));
    }
  }
}
