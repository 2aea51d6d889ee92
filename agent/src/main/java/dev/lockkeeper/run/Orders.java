package dev.lockkeeper.run;

import dev.lockkeeper.report.AgentCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Operators' orders on their way to the loop.
final class Orders implements AgentCommands {
  private static final Answer LATE =
      Answer.refused("the agent's loop did not answer within 5 s: see its log");

  private final Consumer<Arrival> loop;

  Orders(Consumer<Arrival> loop) {
    this.loop = loop;
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
    return CompletableFuture.completedFuture(
        Answer.refused("rules are read at the start of the agent only: restart it"));
  }

  private CompletableFuture<Answer> order(Arrival.Order.Verb verb, String argument) {
    var answer = new CompletableFuture<Answer>();
    loop.accept(new Arrival.Order(verb, argument, answer));
    return answer.completeOnTimeout(LATE, 5, TimeUnit.SECONDS);
  }
}
