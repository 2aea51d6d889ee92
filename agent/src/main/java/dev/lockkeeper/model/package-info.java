/// Values that the stages hand to one another. Nothing but the JDK; no clock, no input or output.
@NullMarked
package dev.lockkeeper.model;

import org.jspecify.annotations.NullMarked;
