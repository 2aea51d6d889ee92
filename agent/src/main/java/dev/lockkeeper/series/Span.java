package dev.lockkeeper.series;

/// When a bucket's samples were, and how many.
///
/// @param firstTime the first sample's time, milliseconds since the Unix epoch
/// @param lastTime the last sample's
/// @param count how many; 0 is no bucket: the series was marked stale at `lastTime`
record Span(long firstTime, long lastTime, int count) {}
