package dev.lockkeeper.report;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.ControlStatus;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeResult;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.Remedy;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// An agent in the middle of a bad night: web1 is being restarted, web2 is held, a collector hangs.
public final class FakeAgent implements AgentView, AgentCommands, Exposition {
  public static final Instant NOW = Instant.parse("2026-11-23T18:15:42Z");
  public static final String INCIDENT = "web1-20261123-181530";

  public volatile Duration lastTick = Duration.ofMillis(300);
  public volatile CompletableFuture<Answer> answer =
      CompletableFuture.completedFuture(new Answer(true, "draining web1", INCIDENT));
  public final List<String> orders = new ArrayList<>();

  @Override
  public AgentStatus status() {
    return new AgentStatus(
        "0.1.0",
        "photo-7",
        NOW.minus(Duration.ofHours(3)),
        Mode.ACT,
        null,
        1243,
        12,
        List.of(
            new AgentStatus.CollectorStatus(
                "cpu", true, Duration.ofMillis(1), Duration.ofMillis(300), ""),
            new AgentStatus.CollectorStatus(
                "filesystem",
                false,
                Duration.ofSeconds(2),
                Duration.ofSeconds(14),
                "stuck: no answer for 12 s from statfs /mnt/nfs")),
        alerts(),
        List.of("rules/web.yml:7:11: unexpected \")\"; the last good rules run"),
        lastTick);
  }

  private static List<Alert> alerts() {
    return List.of(
        new Alert(
            "WebServerHung",
            Labels.of("alertname", "WebServerHung", "service", "web1", "severity", "critical"),
            Map.of("summary", "web1 accepts connections but does not answer"),
            new Verdict.Firing(at(-12_000), false),
            0,
            NOW.minusSeconds(12),
            Remedy.RESTART,
            Mode.ACT),
        new Alert(
            "DiskAlmostFull",
            Labels.of("alertname", "DiskAlmostFull", "mountpoint", "/srv <photos>"),
            Map.of(),
            new Verdict.Unknown("filesystem has not answered for 12 s", Verdict.Clear.INSTANCE),
            Double.NaN,
            NOW.minusSeconds(12),
            null,
            Mode.ACT));
  }

  private static Moment at(long millis) {
    return new Moment(NOW.toEpochMilli() + millis, millis * 1_000_000);
  }

  @Override
  public List<ServiceStatus> services() {
    return List.of(
        new ServiceStatus(
            "web1",
            Mode.ACT,
            RemediationState.DRAINING,
            NOW.minusSeconds(11),
            List.of(),
            INCIDENT,
            new ProbeResult(at(-600), false, Duration.ofMillis(500), 0, "no answer within 500 ms"),
            new ControlStatus(true, 4711, "active (running)"),
            List.of(traffic("haproxy web/web1", TrafficStatus.Admin.DRAIN, 3)),
            "",
            3),
        new ServiceStatus(
            "web2",
            Mode.APPROVE,
            RemediationState.SERVING,
            NOW.minus(Duration.ofHours(3)),
            List.of(
                new HoldReason(
                    HoldReason.Kind.MINIMUM_HEALTHY,
                    "0 other servers of web are healthy, 1 is needed; it goes on when web1 is up")),
            null,
            new ProbeResult(at(-400), true, Duration.ofMillis(4), 200, ""),
            new ControlStatus(true, 4712, "active (running)"),
            List.of(traffic("haproxy web/web2", TrafficStatus.Admin.READY, 41)),
            "",
            41));
  }

  private static TrafficStatus traffic(String way, TrafficStatus.Admin admin, int sessions) {
    return new TrafficStatus(way, admin, true, sessions, 1, 1, 900, "UP");
  }

  @Override
  public List<Incident> incidents() {
    return List.of(open(), cured());
  }

  private static Incident open() {
    return new Incident(
        INCIDENT,
        request("WebServerHung", RemedyRequest.Trigger.RULE, NOW.minusSeconds(12)),
        NOW.minusSeconds(12),
        List.of(),
        List.of(
            step(-12, RemediationState.GUARDING, "WebServerHung has fired for 1.0 s"),
            step(
                -11,
                RemediationState.DRAINING,
                "drained at haproxy web/web1, 41 requests in flight; 1 other server is healthy and"
                    + " 1 is needed, so the backend can do without this one")),
        Incident.Outcome.OPEN,
        null);
  }

  private static Incident cured() {
    Instant began = NOW.minus(Duration.ofDays(1));
    return new Incident(
        "web2-20261122-181542",
        request("lockkeeper restart web2", RemedyRequest.Trigger.OPERATOR, began),
        began,
        List.of(),
        List.of(),
        Incident.Outcome.DONE,
        began.plusMillis(4_300));
  }

  private static RemedyRequest request(String cause, RemedyRequest.Trigger trigger, Instant since) {
    String service = trigger == RemedyRequest.Trigger.RULE ? "web1" : "web2";
    return new RemedyRequest(service, Remedy.RESTART, trigger, cause, Mode.ACT, since);
  }

  private static Incident.Step step(int seconds, RemediationState state, String text) {
    return new Incident.Step(NOW.plusSeconds(seconds), state, text);
  }

  @Override
  public Optional<Incident> incident(String id) {
    return incidents().stream().filter(incident -> incident.id().equals(id)).findFirst();
  }

  @Override
  public List<QuerySample> query(String expression) {
    if (expression.contains(")(")) {
      throw new IllegalArgumentException("1:2: unexpected \"(\"");
    }
    return List.of(
        new QuerySample(SeriesId.of("service_up", "service", "web1"), 1, NOW),
        new QuerySample(SeriesId.of("", "device", "sda", "mode", "a \"b\""), Double.NaN, NOW));
  }

  @Override
  public void visit(Visitor visitor) {
    visitor.family(MetricFamily.gauge("node_boot_time_seconds", "Unix time of the last boot."));
    visitor.sample(SeriesId.of("node_boot_time_seconds"), 1_795_000_000.25);
    visitor.family(
        MetricFamily.counter("node_cpu_seconds_total", "Seconds in each \"mode\"\\way.", "mode"));
    visitor.sample(SeriesId.of("node_cpu_seconds_total", "cpu", "0", "mode", "idle"), 123456789);
    visitor.sample(SeriesId.of("node_cpu_seconds_total", "cpu", "0", "mode", "user"), 0.5);
    visitor.family(
        MetricFamily.gauge("node_filesystem_free_bytes", "Free.\nIn bytes.", "mountpoint"));
    visitor.sample(
        SeriesId.of("node_filesystem_free_bytes", "mountpoint", "/a\\b\"c\nd/größe"),
        Double.POSITIVE_INFINITY);
    visitor.family(
        new MetricFamily("request_seconds", MetricFamily.Type.HISTOGRAM, "Took.", List.of()));
    visitor.sample(SeriesId.of("request_seconds_bucket", "le", "0.1"), 1);
    visitor.sample(SeriesId.of("request_seconds_bucket", "le", "+Inf"), 2);
    visitor.sample(SeriesId.of("request_seconds_sum"), 1.5e-7);
    visitor.sample(SeriesId.of("request_seconds_count"), 2);
    visitor.family(MetricFamily.untyped("node_vmstat_pgfault", "As /proc/vmstat says."));
    visitor.sample(SeriesId.of("node_vmstat_pgfault"), 9_007_199_254_740_991.0);
  }

  @Override
  public Object explain(String alert) {
    if (!alert.equals("WebServerHung")) {
      throw new IllegalArgumentException("no alert is called \"" + alert + "\"");
    }
    return Map.of("alert", alert);
  }

  @Override
  public CompletableFuture<Answer> reloadRules() {
    return ordered("rules_reload");
  }

  @Override
  public CompletableFuture<Answer> drain(String service) {
    return ordered("drain " + service);
  }

  @Override
  public CompletableFuture<Answer> ready(String service) {
    return ordered("ready " + service);
  }

  @Override
  public CompletableFuture<Answer> restart(String service) {
    return ordered("restart " + service);
  }

  @Override
  public CompletableFuture<Answer> reload(String service) {
    return ordered("reload " + service);
  }

  @Override
  public CompletableFuture<Answer> approve(String incident) {
    return ordered("approve " + incident);
  }

  @Override
  public CompletableFuture<Answer> pause(String why) {
    return ordered("pause " + why);
  }

  @Override
  public CompletableFuture<Answer> resume() {
    return ordered("resume");
  }

  private synchronized CompletableFuture<Answer> ordered(String order) {
    orders.add(order);
    return answer;
  }
}
