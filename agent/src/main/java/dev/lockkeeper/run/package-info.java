/// Wiring and the loop.
@NullMarked
package dev.lockkeeper.run;

import org.jspecify.annotations.NullMarked;
