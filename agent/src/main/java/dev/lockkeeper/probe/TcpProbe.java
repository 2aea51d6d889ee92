package dev.lockkeeper.probe;

import dev.lockkeeper.collect.Probe;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.ProbeSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Connects, and leaves. The kernel accepts for a hung server until its queue is full: this tells
/// that something listens, not that it answers.
public final class TcpProbe implements Probe {
  private final ProbeSpec.Tcp spec;
  private final Addresses addresses;

  public TcpProbe(ProbeSpec.Tcp spec) {
    this.spec = spec;
    this.addresses = new Addresses(spec.host());
  }

  @Override
  public ProbeResult probe(Moment startedAt, LongSupplier nanoTime) {
    long start = nanoTime.getAsLong();
    var detail = connect(Deadline.after(spec.timeout(), nanoTime));
    var duration = Duration.ofNanos(nanoTime.getAsLong() - start);
    return new ProbeResult(startedAt, detail.isEmpty(), duration, 0, detail);
  }

  private String connect(Deadline deadline) {
    var progress = "name not resolved";
    try {
      var resolved = addresses.resolve(deadline);
      progress = "not connected";
      Connection.abort(Connection.open(resolved, spec.port(), deadline));
      return "";
    } catch (IOException | RuntimeException e) {
      return Failures.explain(e, spec.timeout(), progress);
    }
  }
}
