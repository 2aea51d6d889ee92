package dev.lockkeeper.report;

/// A running agent, as another process of the same machine sees it.
public interface AgentClient {

  /// Asks, and waits for the answer.
  ///
  /// @throws AgentUnreachableException when no agent answers; its message says why and what helps
  AgentReply ask(AgentRequest request) throws AgentUnreachableException;
}
