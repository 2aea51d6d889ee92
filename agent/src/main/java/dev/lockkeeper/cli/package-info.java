/// The command line.
@NullMarked
package dev.lockkeeper.cli;

import org.jspecify.annotations.NullMarked;
