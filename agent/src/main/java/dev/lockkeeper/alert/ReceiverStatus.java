package dev.lockkeeper.alert;

/// How one receiver fares.
///
/// @param receiver its name
/// @param delivered notifications it has taken, since the agent's start
/// @param failed notifications in deliveries that failed; one that is tried again counts again
/// @param dropped notifications given up: too many waiting, or refused
/// @param queued notifications waiting or on their way
/// @param problem why the latest delivery failed; empty when it succeeded
public record ReceiverStatus(
    String receiver, long delivered, long failed, long dropped, int queued, String problem) {}
