package dev.lockkeeper.probe;

import dev.lockkeeper.collect.Probe;
import dev.lockkeeper.model.ProbeSpec;

/// From configured probes to real ones.
public final class Probes {
  private Probes() {}

  public static Probe of(ProbeSpec spec) {
    return switch (spec) {
      case ProbeSpec.Http http -> new HttpProbe(http);
      case ProbeSpec.Tcp tcp -> new TcpProbe(tcp);
    };
  }
}
