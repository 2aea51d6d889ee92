package dev.lockkeeper.cli;

import java.io.PrintWriter;

/// The command `lockkeeper`.
@SuppressWarnings("DoNotCallSuggester") // a skeleton
public final class Lockkeeper {
  private Lockkeeper() {}

  /// Runs one command.
  ///
  /// @return the exit status: 0 fine, 1 found something or was refused, 2 usage, or no agent
  public static int execute(Parts parts, PrintWriter out, PrintWriter err, String... arguments) {
    throw new UnsupportedOperationException("soon");
  }
}
