package dev.lockkeeper.http;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.report.AgentView;
import dev.lockkeeper.report.Documents;
import dev.lockkeeper.report.Exposition;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is answered at which path (docs/api.md).
final class Routes {
  private static final String INCIDENTS = "/api/v1/incidents";
  private static final int STANDARD_LIMIT = 100;

  /// A query for another time than about now is refused: there is no other answer yet.
  private static final Duration PRESENT = Duration.ofMinutes(1);

  private final AgentView agent;
  private final Exposition exposition;
  private final HealthCheckRegistry health;
  private final Page page = new Page();

  Routes(AgentView agent, Exposition exposition, HealthCheckRegistry health) {
    this.agent = agent;
    this.exposition = exposition;
    this.health = health;
  }

  Reply answer(Question question) {
    String path = question.path();
    return switch (path) {
      case "/" -> page.html();
      case "/page.css" -> page.style();
      case "/page.js" -> page.script();
      case "/metrics" -> metrics(question.accept());
      case "/-/healthy" -> healthy();
      case "/-/ready" -> ready();
      case "/api/v1/health" -> health();
      case "/api/v1/status" -> Reply.json(Documents.status(agent.status()));
      case "/api/v1/services" -> Reply.json(Documents.services(agent.services()));
      case "/api/v1/alerts" -> Reply.json(Documents.alerts(agent.status().alerts()));
      case INCIDENTS -> incidents(question.parameter("limit"));
      case "/api/v1/query" -> query(question);
      default ->
          path.startsWith(INCIDENTS + "/")
              ? incident(path.substring(INCIDENTS.length() + 1))
              : Reply.error(404, "not_found", "nothing is served at this path");
    };
  }

  private Reply metrics(String accept) {
    var format = ExpositionFormat.preferredBy(accept);
    return Reply.stream(
        format.contentType,
        out -> {
          var writer = new ExpositionWriter(format, out);
          exposition.visit(writer);
          writer.finish();
        });
  }

  private Reply healthy() {
    var result = Health.loop(agent).execute();
    return result.isHealthy()
        ? Reply.text(200, "Lockkeeper is healthy.")
        : Reply.text(503, "Lockkeeper is not healthy: " + result.getMessage());
  }

  private Reply ready() {
    String failures =
        health.runHealthChecks().entrySet().stream()
            .filter(check -> !check.getValue().isHealthy())
            .map(check -> check.getKey() + ": " + check.getValue().getMessage())
            .collect(Collectors.joining("\n"));
    return failures.isEmpty()
        ? Reply.text(200, "Lockkeeper is ready.")
        : Reply.text(503, "Lockkeeper is not ready.\n" + failures);
  }

  private Reply health() {
    SortedMap<String, HealthCheck.Result> results = health.runHealthChecks();
    var checks = new LinkedHashMap<String, Object>();
    results.forEach((name, result) -> checks.put(name, check(result)));
    boolean healthy = results.values().stream().allMatch(HealthCheck.Result::isHealthy);
    var document = new LinkedHashMap<String, Object>();
    document.put("healthy", healthy);
    document.put("checks", checks);
    return Reply.json(healthy ? 200 : 503, document);
  }

  private static Map<String, @Nullable Object> check(HealthCheck.Result result) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("healthy", result.isHealthy());
    document.put("message", result.getMessage());
    document.put("duration_seconds", result.getDuration() / 1e3);
    return document;
  }

  private Reply incidents(String limit) {
    int most = STANDARD_LIMIT;
    if (!limit.isEmpty()) {
      try {
        most = Integer.parseUnsignedInt(limit);
      } catch (NumberFormatException e) {
        return Reply.error(400, "bad_data", "limit must be a number, 0 or more");
      }
    }
    List<Incident> incidents = agent.incidents();
    return Reply.json(Documents.incidents(incidents.subList(0, Math.min(most, incidents.size()))));
  }

  private Reply incident(String id) {
    return agent
        .incident(id)
        .map(incident -> Reply.json(Documents.incident(incident)))
        .orElseGet(() -> Reply.error(404, "not_found", "no incident has this id"));
  }

  private Reply query(Question question) {
    String expression = question.parameter("query");
    if (expression.isBlank()) {
      return Reply.error(400, "bad_data", "the parameter query is missing");
    }
    if (!isPresent(question.parameter("time"))) {
      return Reply.error(400, "bad_data", "only the present can be queried: leave time out");
    }
    try {
      var document = new LinkedHashMap<String, Object>();
      document.put("status", "success");
      document.put("data", Documents.query(agent.query(expression)));
      return Reply.json(document);
    } catch (IllegalArgumentException e) {
      return Reply.error(400, "bad_data", String.valueOf(e.getMessage()));
    }
  }

  /// Tools send the present as Unix seconds or as RFC 3339.
  private static boolean isPresent(String time) {
    if (time.isEmpty()) {
      return true;
    }
    Instant asked;
    try {
      asked =
          time.contains("T")
              ? Instant.parse(time)
              : Instant.ofEpochMilli((long) (Double.parseDouble(time) * 1000));
    } catch (RuntimeException e) {
      return false;
    }
    return Duration.between(asked, Instant.now()).abs().compareTo(PRESENT) < 0;
  }
}
