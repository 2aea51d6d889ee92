/// Reading what the operating system, servers and probes say, each source with its deadline.
@NullMarked
package dev.lockkeeper.collect;

import org.jspecify.annotations.NullMarked;
