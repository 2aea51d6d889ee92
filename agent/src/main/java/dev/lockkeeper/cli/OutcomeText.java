package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.RuleTools.Outcome;
import dev.lockkeeper.cli.RuleTools.Tone;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.report.DocumentText;

/// Shows what a command found that lays out its lines itself.
final class OutcomeText {
  private OutcomeText() {}

  /// @return the exit status
  static int show(Call call, Outcome outcome) {
    var terminal = call.terminal();
    if (call.json()) {
      terminal.out().println(DocumentText.pretty(outcome.document()));
    } else {
      for (var line : outcome.lines()) {
        terminal.out().println(terminal.ink(ink(line.tone()), line.text()));
      }
    }
    return outcome.fine() ? Lockkeeper.FINE : Lockkeeper.FOUND;
  }

  private static Ink ink(Tone tone) {
    return switch (tone) {
      case PLAIN -> Ink.PLAIN;
      case BOLD -> Ink.BOLD;
      case DIM -> Ink.DIM;
      case GOOD -> Ink.GOOD;
      case WARN -> Ink.WARN;
      case BAD -> Ink.BAD;
    };
  }
}
