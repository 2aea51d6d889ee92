package dev.lockkeeper.report;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.Verdict;
import dev.lockkeeper.report.AgentView.QuerySample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Status, services, alerts and incidents as documents: maps, lists, strings, numbers, booleans and
/// null, in the one layout that HTTP, the control socket and `--json` show (docs/api.md).
///
/// Keys are in snake case; moments are ISO 8601 strings in UTC, durations numbers of seconds with a
/// key that ends in `_seconds`; enumerations are in lower case. What is not known is null.
public final class Documents {
  private Documents() {}

  public static Map<String, @Nullable Object> status(AgentStatus status) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("version", status.version());
    document.put("instance", status.instance());
    document.put("started_at", moment(status.startedAt()));
    document.put("mode", status.mode().text());
    document.put("paused", status.paused());
    document.put("last_tick_age_seconds", seconds(status.lastTick()));
    document.put("series", status.series());
    document.put("rules", status.rules());
    document.put("problems", status.problems());
    document.put("alerts", status.alerts().stream().map(Documents::alert).toList());
    document.put("collectors", status.collectors().stream().map(Documents::collector).toList());
    return document;
  }

  private static Map<String, @Nullable Object> collector(AgentStatus.CollectorStatus collector) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", collector.name());
    document.put("success", collector.success());
    document.put("duration_seconds", seconds(collector.duration()));
    document.put("age_seconds", seconds(collector.age()));
    document.put("error", absentIfEmpty(collector.error()));
    return document;
  }

  public static Map<String, @Nullable Object> services(List<ServiceStatus> services) {
    return Map.of("services", services.stream().map(Documents::service).toList());
  }

  public static Map<String, @Nullable Object> service(ServiceStatus service) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", service.name());
    document.put("mode", service.mode().text());
    document.put("state", service.state().text());
    document.put("since", moment(service.since()));
    document.put("out_of_traffic", service.state().outOfTraffic());
    document.put("in_flight", service.inFlight() < 0 ? null : service.inFlight());
    document.put("incident", service.incident());
    document.put("holds", holds(service.holds()));
    document.put("probe", probe(service));
    document.put("control", control(service));
    document.put("traffic", service.traffic().stream().map(Documents::traffic).toList());
    document.put("traffic_problem", absentIfEmpty(service.trafficProblem()));
    return document;
  }

  private static @Nullable Object probe(ServiceStatus service) {
    var probe = service.probe();
    if (probe == null) {
      return null;
    }
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("at", moment(probe.startedAt().instant()));
    document.put("success", probe.success());
    document.put("duration_seconds", seconds(probe.duration()));
    document.put("http_status", probe.httpStatus() == 0 ? null : probe.httpStatus());
    document.put("detail", absentIfEmpty(probe.detail()));
    return document;
  }

  private static @Nullable Object control(ServiceStatus service) {
    var control = service.control();
    if (control == null) {
      return null;
    }
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("running", control.running());
    document.put("main_pid", control.mainPid() == 0 ? null : control.mainPid());
    document.put("detail", control.detail());
    return document;
  }

  private static Map<String, @Nullable Object> traffic(TrafficStatus traffic) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("way", traffic.way());
    document.put("admin", traffic.admin().name().toLowerCase(Locale.ROOT));
    document.put("up", traffic.up());
    document.put("sessions", traffic.sessions() < 0 ? null : traffic.sessions());
    document.put("healthy_others", traffic.healthyOthers());
    document.put("min_healthy", traffic.minHealthy());
    document.put("detail", traffic.detail());
    return document;
  }

  private static List<Map<String, String>> holds(List<HoldReason> holds) {
    return holds.stream()
        .map(hold -> {
          var document = new LinkedHashMap<String, String>();
          document.put("reason", hold.kind().text());
          document.put("detail", hold.detail());
          return (Map<String, String>) document;
        })
        .toList();
  }

  public static Map<String, @Nullable Object> alerts(List<Alert> alerts) {
    return Map.of("alerts", alerts.stream().map(Documents::alert).toList());
  }

  public static Map<String, @Nullable Object> alert(Alert alert) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("rule", alert.rule());
    document.put("state", state(alert.verdict()));
    document.put(
        "unknown_because",
        alert.verdict() instanceof Verdict.Unknown unknown ? unknown.reason() : null);
    document.put("service", absentIfEmpty(alert.service()));
    document.put("value", number(alert.value()));
    document.put("active_at", moment(alert.activeAt()));
    var remedy = alert.remedy();
    document.put("remedy", remedy == null ? null : remedy.text());
    document.put("mode", alert.mode().text());
    document.put("labels", alert.labels().toMap());
    document.put("annotations", alert.annotations());
    return document;
  }

  static String state(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Clear _ -> "clear";
      case Verdict.Pending _ -> "pending";
      case Verdict.Firing _ -> "firing";
      case Verdict.Unknown _ -> "unknown";
    };
  }

  public static Map<String, @Nullable Object> incidents(List<Incident> incidents) {
    return Map.of("incidents", incidents.stream().map(Documents::incident).toList());
  }

  public static Map<String, @Nullable Object> incident(Incident incident) {
    var request = incident.request();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("id", incident.id());
    document.put("service", request.service());
    document.put("remedy", request.remedy().text());
    document.put("trigger", request.trigger().name().toLowerCase(Locale.ROOT));
    document.put("cause", request.cause());
    document.put("mode", request.mode().text());
    document.put("asked_since", moment(request.since()));
    document.put("started_at", moment(incident.startedAt()));
    var endedAt = incident.endedAt();
    document.put("ended_at", endedAt == null ? null : moment(endedAt));
    document.put("outcome", incident.outcome().text());
    document.put("holds", holds(incident.holds()));
    document.put("steps", incident.steps().stream().map(Documents::step).toList());
    return document;
  }

  private static Map<String, @Nullable Object> step(Incident.Step step) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("at", moment(step.at()));
    document.put("state", step.state().text());
    document.put("text", step.text());
    return document;
  }

  /// As Prometheus' own API answers an instant query: `{resultType, result}`, each value a pair of
  /// Unix time in seconds and the number as a string.
  public static Map<String, @Nullable Object> query(List<QuerySample> samples) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("resultType", "vector");
    document.put("result", samples.stream().map(Documents::sample).toList());
    return document;
  }

  private static Map<String, @Nullable Object> sample(QuerySample sample) {
    Labels labels = sample.series().labels();
    var metric = new LinkedHashMap<String, String>();
    if (!sample.series().metric().isEmpty()) {
      metric.put("__name__", sample.series().metric());
    }
    labels.forEach(metric::put);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("metric", metric);
    document.put(
        "value", List.of(sample.at().toEpochMilli() / 1000.0, NumberText.of(sample.value())));
    return document;
  }

  /// A number, or its text where JSON has no number for it.
  static Object number(double value) {
    return Double.isFinite(value) ? value : NumberText.of(value);
  }

  static String moment(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null ? null : duration.toNanos() / 1e9;
  }

  static @Nullable String absentIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
