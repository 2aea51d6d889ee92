package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.SeriesId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What readers may ask of the running agent; answers are snapshots, from any thread, and never
/// make the loop wait.
public interface AgentView {
  AgentStatus status();

  List<ServiceStatus> services();

  /// Newest first.
  List<Incident> incidents();

  Optional<Incident> incident(String id);

  /// Evaluates an expression at the present.
  ///
  /// @throws IllegalArgumentException with a message for a person, when it is not PromQL or too
  ///   costly
  List<QuerySample> query(String expression);

  /// Why an alert is or is not firing now.
  ///
  /// @return a document of maps, lists, strings, numbers, booleans and null
  /// @throws IllegalArgumentException with a message for a person, when no alert has this name
  Object explain(String alert);

  /// One result of a query.
  ///
  /// @param series empty metric name where the operation drops it
  record QuerySample(SeriesId series, double value, Instant at) {}
}
