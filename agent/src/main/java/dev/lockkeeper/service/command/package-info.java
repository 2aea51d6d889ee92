/// Services started and stopped by programs.
@NullMarked
package dev.lockkeeper.service.command;

import org.jspecify.annotations.NullMarked;
