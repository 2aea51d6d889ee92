/// Incidents in a file of the state directory, written off the loop.
@NullMarked
package dev.lockkeeper.incidents;

import org.jspecify.annotations.NullMarked;
