package dev.lockkeeper.probe;

import dev.lockkeeper.collect.Probe;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import java.util.function.LongSupplier;

/// Skeleton.
public final class TcpProbe implements Probe {
  public TcpProbe(ProbeSpec.Tcp spec) {}

  @Override
  public ProbeResult probe(Moment startedAt, LongSupplier nanoTime) {
    throw new UnsupportedOperationException();
  }
}
