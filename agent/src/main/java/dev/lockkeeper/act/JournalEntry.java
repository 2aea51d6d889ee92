package dev.lockkeeper.act;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.ServiceSpec;
import java.time.Instant;
import java.util.List;

/// What a remediation is about to do, written before it does it. The last entry of a service says
/// how far an agent process got; complete in itself, so that the next one can finish or undo it
/// before it reads any configuration.
///
/// @param spec the service as it was configured then
/// @param state the state it enters
/// @param intent what is done next
/// @param ways ways into traffic that this agent has drained or is about to: what it owns
/// @param mainPid the main process before the stop; 0 when unknown
/// @param incident what has happened so far, the request with it
/// @param writtenAt wall time
/// @param sequence grows with each entry of the agent process
public record JournalEntry(
    ServiceSpec spec,
    RemediationState state,
    Intent intent,
    List<String> ways,
    long mainPid,
    Incident incident,
    Instant writtenAt,
    long sequence) {
  public JournalEntry {
    ways = List.copyOf(ways);
  }

  public String service() {
    return spec.name();
  }

  /// Whether nothing is left to finish or to undo.
  public boolean closed() {
    return intent == Intent.CLOSE;
  }

  public enum Intent {
    DRAIN,
    STOP,
    KILL,
    START,
    READY,
    UNDRAIN,
    HOLD_OUT,
    RELOAD,
    WATCH,
    /// it has ended; the service's entries may be deleted
    CLOSE
  }
}
