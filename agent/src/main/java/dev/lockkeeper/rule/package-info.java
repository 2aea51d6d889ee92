/// Rule files and the state of their alerts.
@NullMarked
package dev.lockkeeper.rule;

import org.jspecify.annotations.NullMarked;
