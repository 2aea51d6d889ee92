package dev.lockkeeper.run;

import dev.lockkeeper.report.AgentCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Operators' orders on their way to the loop.
final class Orders implements AgentCommands {
  private static final Answer LATE =
      Answer.refused("the agent's loop did not answer within 5 s: see its log");

  private static final Answer STUCK =
      Answer.refused("the rule files did not answer within 5 s; see `lockkeeper status`");

  private final Consumer<Arrival> loop;
  private final Supplier<CompletableFuture<Answer>> rules;

  /// @param rules has the rule files read again
  Orders(Consumer<Arrival> loop, Supplier<CompletableFuture<Answer>> rules) {
    this.loop = loop;
    this.rules = rules;
  }

  @Override
  public CompletableFuture<Answer> drain(String service) {
    return order(Arrival.Order.Verb.DRAIN, service);
  }

  @Override
  public CompletableFuture<Answer> ready(String service) {
    return order(Arrival.Order.Verb.READY, service);
  }

  @Override
  public CompletableFuture<Answer> restart(String service) {
    return order(Arrival.Order.Verb.RESTART, service);
  }

  @Override
  public CompletableFuture<Answer> reload(String service) {
    return order(Arrival.Order.Verb.RELOAD, service);
  }

  @Override
  public CompletableFuture<Answer> approve(String incident) {
    return order(Arrival.Order.Verb.APPROVE, incident);
  }

  @Override
  public CompletableFuture<Answer> pause(String why) {
    return order(Arrival.Order.Verb.PAUSE, why);
  }

  @Override
  public CompletableFuture<Answer> resume() {
    return order(Arrival.Order.Verb.RESUME, "");
  }

  @Override
  public CompletableFuture<Answer> reloadRules() {
    return rules.get().completeOnTimeout(STUCK, 5, TimeUnit.SECONDS);
  }

  private CompletableFuture<Answer> order(Arrival.Order.Verb verb, String argument) {
    var answer = new CompletableFuture<Answer>();
    loop.accept(new Arrival.Order(verb, argument, answer));
    return answer.completeOnTimeout(LATE, 5, TimeUnit.SECONDS);
  }
}
