/// The past as a Prometheus server keeps it, for backtests.
@NullMarked
package dev.lockkeeper.prometheus;

import org.jspecify.annotations.NullMarked;
