package dev.lockkeeper.run;

import dev.lockkeeper.model.Moment;

/// The one place where clocks are read.
@FunctionalInterface
interface Clock {
  Moment now();

  static Clock system() {
    return () -> new Moment(System.currentTimeMillis(), System.nanoTime());
  }
}
