package dev.lockkeeper.cli;

import dev.lockkeeper.cli.Lockkeeper.Call;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentRequest.Verb;
import dev.lockkeeper.report.AgentUnreachableException;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;
import java.util.function.Function;
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
      throw new IllegalStateException("an answer to another question");
    }
    // One document, so that --json has all that the screen shows.
    var both = new LinkedHashMap<String, @Nullable Object>(found.object());
    both.putAll(foundServices.object());
    return show(call, new AgentReply.Found(both), node -> new StatusText(call.terminal(), node));
  }

  static int services(Call call) throws AgentUnreachableException {
    return ask(
        call,
        AgentRequest.of(Verb.SERVICES),
        node -> new ServicesText(call.terminal(), node.at("services").list()));
  }

  static int incidents(Call call) throws AgentUnreachableException {
    return call.argument().isBlank()
        ? ask(
            call,
            AgentRequest.of(Verb.INCIDENTS),
            node -> new IncidentsText(call.terminal(), node.at("incidents").list()))
        : ask(
            call,
            new AgentRequest(Verb.INCIDENT, call.argument()),
            node -> new IncidentText(call.terminal(), node));
  }

  static int query(Call call) throws AgentUnreachableException {
    return ask(
        call,
        new AgentRequest(Verb.QUERY, call.argument()),
        node -> new QueryText(call.terminal(), node));
  }

  private static int ask(Call call, AgentRequest request, Function<Node, Screen> screen)
      throws AgentUnreachableException {
    return show(call, call.parts().locate().agent(call.config()).ask(request), screen);
  }

  private static int show(Call call, AgentReply reply, Function<Node, Screen> screen) {
    return switch (reply) {
      case AgentReply.Found(var document) -> {
        var shown = screen.apply(new Node(document));
        if (call.json()) {
          call.terminal().out().println(DocumentText.pretty(document));
        } else {
          shown.print();
        }
        yield shown.exitStatus();
      }
      case AgentReply.Wrong(var message) -> Ordering.wrong(call, message);
      case AgentReply.Ordered _ -> throw new IllegalStateException("an answer to another question");
    };
  }
}
