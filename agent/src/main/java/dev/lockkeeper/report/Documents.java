package dev.lockkeeper.report;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.report.AgentView.QuerySample;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Status, services, alerts and incidents as documents: maps, lists, strings, numbers, booleans and
/// null, in the one layout that HTTP, the control socket and `--json` show (docs/api.md).
///
/// Keys are in snake case; moments are ISO 8601 strings in UTC, durations numbers of seconds with a
/// key that ends in `_seconds`; enumerations are in lower case. What is not known is null.
@SuppressWarnings("DoNotCallSuggester") // a skeleton
public final class Documents {
  private Documents() {}

  public static Map<String, @Nullable Object> status(AgentStatus status) {
    throw new UnsupportedOperationException("soon");
  }

  public static Map<String, @Nullable Object> service(ServiceStatus service) {
    throw new UnsupportedOperationException("soon");
  }

  public static Map<String, @Nullable Object> alert(Alert alert) {
    throw new UnsupportedOperationException("soon");
  }

  public static Map<String, @Nullable Object> incident(Incident incident) {
    throw new UnsupportedOperationException("soon");
  }

  /// As Prometheus' own API answers an instant query: `{resultType, result}`.
  public static Map<String, @Nullable Object> query(List<QuerySample> samples) {
    throw new UnsupportedOperationException("soon");
  }
}
