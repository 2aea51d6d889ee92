package dev.lockkeeper.model;

/// What the service manager says of a service.
///
/// @param running its main process lives
/// @param mainPid the main process; 0 when there is none
/// @param detail the manager's own words: `active (running)`
public record ControlStatus(boolean running, long mainPid, String detail) {}
