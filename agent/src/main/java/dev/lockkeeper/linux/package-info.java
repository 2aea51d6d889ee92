/// Collectors from /proc and /sys, and native calls.
@NullMarked
package dev.lockkeeper.linux;

import org.jspecify.annotations.NullMarked;
