package dev.lockkeeper.control;

import dev.lockkeeper.report.AgentClient;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentUnreachableException;
import java.nio.file.Path;

/// Speaks to the agent that runs with a runtime directory.
public final class ControlClient implements AgentClient {
  public ControlClient(Path runtimeDirectory) {}

  @Override
  public AgentReply ask(AgentRequest request) throws AgentUnreachableException {
    throw new UnsupportedOperationException("TODO");
  }
}
