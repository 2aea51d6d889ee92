package dev.lockkeeper.run;

import dev.lockkeeper.report.AgentCommands.Answer;
import org.jspecify.annotations.Nullable;

/// The kill switch as a file. Reads and writes files: not for the loop.
interface PauseSwitch {
  /// Why it is on; null while it is off.
  @Nullable String why();

  Answer on(String why);

  Answer off();
}
