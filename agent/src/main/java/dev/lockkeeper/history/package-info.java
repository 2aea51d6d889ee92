/// History on disk: what the store in memory holds, written down in blocks of a minute, read back
/// at a start and for backtests. Nothing here is on the loop's way, and nothing is ever fsynced.
@NullMarked
package dev.lockkeeper.history;

import org.jspecify.annotations.NullMarked;
