package dev.lockkeeper.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A supervised server, as configured and checked. Complete in itself: the journal keeps it, so
/// that a new process can finish or undo what an old one began before it reads any configuration.
///
/// @param name the `service` label
/// @param mode what may be done to it
/// @param control how it is started and stopped; null: it can only be observed
/// @param probe how its health is asked; null: none
/// @param dependencies what it needs, probed as well
/// @param traffic where its requests come from, in the order in which it is drained; readied in
///   reverse
/// @param ownCount where its own figures come from; null: nowhere
/// @param startWithin deadline for a start to be answered by the service manager
/// @param stopWithin deadline for a polite stop; after it the service is killed
/// @param watch a condition that comes back within this time: relapsed
/// @param startGrace after its start no rule may act on it
public record ServiceSpec(
    String name,
    Mode mode,
    @Nullable ControlSpec control,
    @Nullable ProbeSpec probe,
    List<DependencySpec> dependencies,
    List<TrafficSpec> traffic,
    @Nullable OwnCountSpec ownCount,
    Duration startWithin,
    Duration stopWithin,
    DrainSpec drain,
    VerifySpec verify,
    Duration watch,
    Duration startGrace,
    GuardSpec guards) {

  public ServiceSpec {
    dependencies = List.copyOf(dependencies);
    traffic = List.copyOf(traffic);
  }

  public ServiceSpec withMode(Mode other) {
    return new ServiceSpec(
        name,
        other,
        control,
        probe,
        dependencies,
        traffic,
        ownCount,
        startWithin,
        stopWithin,
        drain,
        verify,
        watch,
        startGrace,
        guards);
  }

  public ServiceSpec withTraffic(List<TrafficSpec> other) {
    return new ServiceSpec(
        name,
        mode,
        control,
        probe,
        dependencies,
        other,
        ownCount,
        startWithin,
        stopWithin,
        drain,
        verify,
        watch,
        startGrace,
        guards);
  }

  /// @param deadline how long what is in flight may take
  /// @param stalledAfter with a failing probe and nothing finishing for this long, wait no longer
  /// @param then what to do at the deadline
  public record DrainSpec(Duration deadline, Duration stalledAfter, Then then) {
    public enum Then {
      /// stop it with requests still in flight
      PROCEED,
      /// put it back, unless its probe fails
      GIVE_UP
    }
  }

  /// @param goodFor how long the probe must be good without a break
  /// @param deadline how long that may take after the start
  /// @param warmUp URLs to fetch before it goes back into traffic
  public record VerifySpec(Duration goodFor, Duration deadline, List<String> warmUp) {
    public VerifySpec {
      warmUp = List.copyOf(warmUp);
    }
  }

  /// @param cooldown least time between two remediations
  /// @param budget at most this many remediations …
  /// @param budgetPer … in this time
  /// @param approvalExpires how long a question for approval stands
  public record GuardSpec(
      Duration cooldown, int budget, Duration budgetPer, Duration approvalExpires) {}

  /// @param name the `dependency` label
  public record DependencySpec(String name, ProbeSpec probe) {}
}
