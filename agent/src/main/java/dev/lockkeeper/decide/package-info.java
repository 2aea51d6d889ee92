/// Whether a remedy may begin now, and if not, why.
@NullMarked
package dev.lockkeeper.decide;

import org.jspecify.annotations.NullMarked;
