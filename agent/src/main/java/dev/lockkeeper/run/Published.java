package dev.lockkeeper.run;

import dev.lockkeeper.collect.Catalogue;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.RuleGroupSpec;
import dev.lockkeeper.model.SeriesView;
import dev.lockkeeper.model.Staleness;
import dev.lockkeeper.promql.EvaluationException;
import dev.lockkeeper.promql.Query;
import dev.lockkeeper.report.AgentStatus;
import dev.lockkeeper.report.AgentView;
import dev.lockkeeper.report.ExplanationDocument;
import dev.lockkeeper.report.Exposition;
import dev.lockkeeper.report.ServiceStatus;
import dev.lockkeeper.rule.Explainer;
import dev.lockkeeper.rule.RuleReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What readers see: the latest snapshot that the loop has put here, and the store, which any
/// thread may read.
final class Published implements AgentView, Exposition {

  /// @param status without the age of the latest tick, which is asked for afresh
  /// @param groups the rules that run, as they stand in their files
  /// @param said what they say
  record Snapshot(
      AgentStatus status,
      List<ServiceStatus> services,
      List<Incident> incidents,
      List<RuleGroupSpec> groups,
      RuleReport said) {
    Snapshot {
      groups = List.copyOf(groups);
      services = List.copyOf(services);
      incidents = List.copyOf(incidents);
    }
  }

  private final SeriesView store;
  private final Catalogue catalogue;
  private final java.util.function.Supplier<Duration> sinceTick;
  private volatile Snapshot snapshot;

  Published(
      SeriesView store,
      Catalogue catalogue,
      java.util.function.Supplier<Duration> sinceTick,
      Snapshot first) {
    this.store = store;
    this.catalogue = catalogue;
    this.sinceTick = sinceTick;
    this.snapshot = first;
  }

  void put(Snapshot next) {
    snapshot = next;
  }

  @Override
  public AgentStatus status() {
    return snapshot.status().with(sinceTick.get());
  }

  @Override
  public List<ServiceStatus> services() {
    return snapshot.services();
  }

  @Override
  public List<Incident> incidents() {
    return snapshot.incidents();
  }

  @Override
  public Optional<Incident> incident(String id) {
    return snapshot.incidents().stream().filter(incident -> incident.id().equals(id)).findFirst();
  }

  @Override
  public List<QuerySample> query(String expression) {
    long now = System.currentTimeMillis();
    try {
      return Query.instant(expression, store, now).stream()
          .map(row -> new QuerySample(row.series(), row.value(), Instant.ofEpochMilli(now)))
          .toList();
    } catch (EvaluationException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public Object explain(String alert) {
    var latest = snapshot;
    var outlooks = new RemedyOutlook(latest.status(), latest.services());
    return ExplanationDocument.of(
        new Explainer(latest.groups(), latest.said(), store, outlooks::of)
            .explain(alert, Instant.now()));
  }

  @Override
  public void visit(Visitor visitor) {
    long now = System.currentTimeMillis();
    var byFamily = new TreeMap<String, List<SeriesView.Series>>();
    for (SeriesView.Series series : store.all()) {
      byFamily.computeIfAbsent(familyOf(series.id().metric()), f -> new ArrayList<>()).add(series);
    }
    byFamily.forEach((name, members) -> {
      members.sort(Comparator.comparing(series -> series.id().labels().toString()));
      boolean begun = false;
      for (SeriesView.Series series : members) {
        double value = series.valueAt(now);
        if (Staleness.isMarker(value)) {
          continue;
        }
        if (!begun) {
          visitor.family(
              catalogue
                  .family(name)
                  .orElseGet(() -> MetricFamily.untyped(name, "Recorded by a rule.")));
          begun = true;
        }
        visitor.sample(series.id(), value);
      }
    });
  }

  /// A histogram's series belong to the family without their suffix.
  private String familyOf(String metric) {
    for (String suffix : List.of("_bucket", "_sum", "_count")) {
      if (metric.endsWith(suffix)) {
        String base = metric.substring(0, metric.length() - suffix.length());
        if (catalogue
            .family(base)
            .filter(family -> family.type() == MetricFamily.Type.HISTOGRAM)
            .isPresent()) {
          return base;
        }
      }
    }
    return metric;
  }
}
