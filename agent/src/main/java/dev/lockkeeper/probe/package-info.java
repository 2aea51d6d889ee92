/// HTTP and TCP probes.
@NullMarked
package dev.lockkeeper.probe;

import org.jspecify.annotations.NullMarked;
