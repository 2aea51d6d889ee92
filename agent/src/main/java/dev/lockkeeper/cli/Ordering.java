package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.cli.Terminal.Ink;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentUnreachableException;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;

/// Commands that order something.
final class Ordering {
  private Ordering() {}

  static int order(Call call, AgentRequest.Verb verb) throws AgentUnreachableException {
    var agent = call.parts().locate().agent(call.config());
    return switch (agent.ask(new AgentRequest(verb, call.argument()))) {
      case AgentReply.Ordered(var answer) -> {
        var terminal = call.terminal();
        if (call.json()) {
          var document = new LinkedHashMap<String, Object>();
          document.put("accepted", answer.accepted());
          document.put("message", answer.message());
          document.put("incident", answer.incident());
          terminal.out().println(DocumentText.pretty(document));
        } else if (answer.accepted()) {
          terminal.out().println(answer.message());
          if (!answer.incident().isEmpty()) {
            terminal.out().println("Follow it with: lockkeeper incidents " + answer.incident());
          }
        } else {
          terminal.err().println(terminal.ink(Ink.BAD, "Refused: ") + answer.message());
        }
        yield answer.accepted() ? Lockkeeper.FINE : Lockkeeper.FOUND;
      }
      case AgentReply.Wrong(var message) -> wrong(call, message);
      case AgentReply.Found _ -> throw new IllegalStateException("an answer to another question");
    };
  }

  static int wrong(Call call, String message) {
    call.terminal().err().println("lockkeeper: " + message);
    return Lockkeeper.FOUND;
  }
}
