/// Where remediations are written down before each side effect.
@NullMarked
package dev.lockkeeper.journal;

import org.jspecify.annotations.NullMarked;
