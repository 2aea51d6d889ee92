/// The bounded store of samples in memory.
@NullMarked
package dev.lockkeeper.series;

import org.jspecify.annotations.NullMarked;
