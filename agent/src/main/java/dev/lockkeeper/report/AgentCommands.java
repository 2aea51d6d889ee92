package dev.lockkeeper.report;

import java.util.concurrent.CompletableFuture;

/// What an operator may order. Every order answers once it is accepted or refused, not when it is
/// done: the incident tells the rest.
public interface AgentCommands {
  CompletableFuture<Answer> drain(String service);

  CompletableFuture<Answer> ready(String service);

  CompletableFuture<Answer> restart(String service);

  CompletableFuture<Answer> reload(String service);

  /// Approves what an incident asks for.
  CompletableFuture<Answer> approve(String incident);

  /// The kill switch on.
  CompletableFuture<Answer> pause(String why);

  /// The kill switch off.
  CompletableFuture<Answer> resume();

  /// Reads the rule files anew: all of them are good and take effect, or nothing changes and the
  /// answer says why.
  CompletableFuture<Answer> reloadRules();

  /// @param accepted whether it will be done
  /// @param message what will happen, or why not; for a person
  /// @param incident the incident that it opened or concerns; empty when none
  record Answer(boolean accepted, String message, String incident) {
    public static Answer refused(String message) {
      return new Answer(false, message, "");
    }
  }
}
