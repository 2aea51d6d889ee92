package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentUnreachableException;
import dev.lockkeeper.report.DocumentText;

/// `rules explain`.
final class RulesExplainCommand {
  private RulesExplainCommand() {}

  static int run(Call call) throws AgentUnreachableException {
    var agent = call.parts().locate().agent(call.config());
    return switch (agent.ask(new AgentRequest(AgentRequest.Verb.EXPLAIN, call.argument()))) {
      case AgentReply.Found(var document) -> {
        if (call.json()) {
          call.terminal().out().println(DocumentText.pretty(document));
        } else {
          new ExplainText(call.terminal(), new Node(document)).print();
        }
        yield Lockkeeper.FINE;
      }
      case AgentReply.Wrong(var message) -> Ordering.wrong(call, message);
      case AgentReply.Ordered _ -> throw new IllegalStateException("an answer to another question");
    };
  }
}
