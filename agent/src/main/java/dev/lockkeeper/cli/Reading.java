package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentRequest.Verb;
import dev.lockkeeper.report.AgentUnreachableException;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Commands that only look.
final class Reading {
  private Reading() {}

  static int status(Call call) throws AgentUnreachableException {
    var agent = call.parts().locate().agent(call.config());
    var status = agent.ask(AgentRequest.of(Verb.STATUS));
    var services = agent.ask(AgentRequest.of(Verb.SERVICES));
    if (!(status instanceof AgentReply.Found found)
        || !(services instanceof AgentReply.Found foundServices)) {
      return show(call, status, _ -> Lockkeeper.FOUND);
    }
    // One document, so that --json has all that the screen shows.
    var both = new LinkedHashMap<String, @Nullable Object>(found.object());
    both.putAll(foundServices.object());
    return show(
        call, new AgentReply.Found(both), node -> new StatusText(call.terminal(), node).print());
  }

  static int services(Call call) throws AgentUnreachableException {
    return ask(
        call,
        AgentRequest.of(Verb.SERVICES),
        node -> {
          var text = new ServicesText(call.terminal(), node.at("services").list());
          text.printFull();
          return text.sick() ? Lockkeeper.FOUND : Lockkeeper.FINE;
        });
  }

  static int incidents(Call call) throws AgentUnreachableException {
    return call.argument().isBlank()
        ? ask(
            call,
            AgentRequest.of(Verb.INCIDENTS),
            node -> IncidentText.printAll(call.terminal(), node.at("incidents").list()))
        : ask(
            call,
            new AgentRequest(Verb.INCIDENT, call.argument()),
            node -> IncidentText.printOne(call.terminal(), node));
  }

  static int query(Call call) throws AgentUnreachableException {
    return ask(
        call,
        new AgentRequest(Verb.QUERY, call.argument()),
        node -> QueryText.print(call.terminal(), node));
  }

  private static int ask(Call call, AgentRequest request, ToIntFunction<Node> print)
      throws AgentUnreachableException {
    return show(call, call.parts().locate().agent(call.config()).ask(request), print);
  }

  /// Prints what was found. With `--json` the exit status is the same, but nothing else is printed.
  private static int show(Call call, AgentReply reply, ToIntFunction<Node> print) {
    return switch (reply) {
      case AgentReply.Found(var document) -> {
        var node = new Node(document);
        if (call.json()) {
          call.terminal().out().println(DocumentText.pretty(document));
          yield print.applyAsInt(new Node(document));
        }
        yield print.applyAsInt(node);
      }
      case AgentReply.Wrong(var message) -> Ordering.wrong(call, message);
      case AgentReply.Ordered _ -> throw new IllegalStateException("an answer to another question");
    };
  }
}
