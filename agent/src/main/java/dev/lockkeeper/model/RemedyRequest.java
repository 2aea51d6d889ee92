package dev.lockkeeper.model;

import java.time.Instant;

/// Somebody asks for a remedy on a service: a firing rule, or an operator at the command line.
///
/// @param service the service's name, as the request gave it (it may not exist)
/// @param remedy what is asked for
/// @param trigger who asks
/// @param cause the alert's name, or what the operator typed
/// @param mode the request's own mode, before the service's and the global one
/// @param since wall time since when it has been asked for
public record RemedyRequest(
    String service, Remedy remedy, Trigger trigger, String cause, Mode mode, Instant since) {
  public enum Trigger {
    RULE,
    OPERATOR
  }
}
