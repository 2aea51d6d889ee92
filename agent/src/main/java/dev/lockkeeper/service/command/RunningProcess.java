package dev.lockkeeper.service.command;

/// One process, beyond doubt: its number may be used again, together with its start it is not.
///
/// @param startTicks start after boot, in clock ticks (proc(5), stat field 22)
record RunningProcess(long pid, long startTicks) {}
