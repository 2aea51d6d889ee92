/// What happened, for people: incidents and status.
@NullMarked
package dev.lockkeeper.report;

import org.jspecify.annotations.NullMarked;
