package dev.lockkeeper.report;

/// No agent answered: none runs, this user may not speak to it, or it is stuck.
public final class AgentUnreachableException extends Exception {
  public AgentUnreachableException(String message) {
    super(message);
  }
}
