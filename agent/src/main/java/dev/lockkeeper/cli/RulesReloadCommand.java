package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentUnreachableException;

/// `rules reload`.
final class RulesReloadCommand {
  private RulesReloadCommand() {}

  static int run(Call call) throws AgentUnreachableException {
    return Ordering.order(call, AgentRequest.Verb.RULES_RELOAD);
  }
}
