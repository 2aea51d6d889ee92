package dev.lockkeeper.model;

/// What one way into traffic says of a service's server.
///
/// @param way which one, in words: `haproxy web/web1`
/// @param admin what was last asked of it, by anyone
/// @param up whether it sends, or would send, requests: its own health checks pass
/// @param sessions requests in flight it knows of, queued ones included; -1 when it can't tell
/// @param healthyOthers other servers of the same backend that are up and ready
/// @param minHealthy how many of those must be there before and while this one is out
/// @param balancerPid the process that answered; 0 when unknown. It changes with a reload.
/// @param detail the balancer's own words
public record TrafficStatus(
    String way,
    Admin admin,
    boolean up,
    int sessions,
    int healthyOthers,
    int minHealthy,
    long balancerPid,
    String detail) {
  public enum Admin {
    READY,
    DRAIN,
    MAINT
  }

  public boolean enoughOthers() {
    return healthyOthers >= minHealthy;
  }
}
