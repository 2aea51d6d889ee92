package dev.lockkeeper.control;

import dev.lockkeeper.report.AgentCommands;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentView;
import dev.lockkeeper.report.Documents;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Turns requests into questions and orders to the agent.
final class Desk {
  private final AgentView agent;
  private final AgentCommands commands;
  private final Duration patience;

  /// @param patience how long the loop may take to accept or refuse an order
  Desk(AgentView agent, AgentCommands commands, Duration patience) {
    this.agent = agent;
    this.commands = commands;
    this.patience = patience;
  }

  AgentReply answer(AgentRequest request) throws InterruptedException {
    String argument = request.argument();
    return switch (request.verb()) {
      case STATUS -> new AgentReply.Found(Documents.status(agent.status()));
      case SERVICES -> new AgentReply.Found(Documents.services(agent.services()));
      case INCIDENTS -> new AgentReply.Found(Documents.incidents(agent.incidents()));
      case INCIDENT ->
          agent
              .incident(argument)
              .<AgentReply>map(incident -> new AgentReply.Found(Documents.incident(incident)))
              .orElseGet(() -> new AgentReply.Wrong("no incident has the id \"" + argument + "\""));
      case QUERY -> query(argument);
      case EXPLAIN -> explain(argument);
      case DRAIN -> order(commands.drain(argument));
      case READY -> order(commands.ready(argument));
      case RESTART -> order(commands.restart(argument));
      case RELOAD -> order(commands.reload(argument));
      case APPROVE -> order(commands.approve(argument));
      case PAUSE -> order(commands.pause(argument));
      case RESUME -> order(commands.resume());
      case RULES_RELOAD -> order(commands.reloadRules());
    };
  }

  private AgentReply query(String expression) {
    try {
      return new AgentReply.Found(Documents.query(agent.query(expression)));
    } catch (IllegalArgumentException e) {
      return new AgentReply.Wrong(String.valueOf(e.getMessage()));
    }
  }

  private AgentReply explain(String alert) {
    try {
      return new AgentReply.Found(agent.explain(alert));
    } catch (IllegalArgumentException e) {
      return new AgentReply.Wrong(String.valueOf(e.getMessage()));
    }
  }

  private AgentReply order(CompletableFuture<Answer> future) throws InterruptedException {
    try {
      return new AgentReply.Ordered(future.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new AgentReply.Wrong(
          "the agent took the order but its loop has not answered for %d s; see its status"
              .formatted(patience.toSeconds()));
    } catch (ExecutionException e) {
      return new AgentReply.Wrong("the agent failed: " + e.getCause());
    }
  }
}
