package dev.lockkeeper.model;

/// What names a series: a metric name and labels, as in Prometheus.
///
/// @param metric the metric's name, such as `node_cpu_seconds_total`
/// @param labels its labels, without `__name__`
public record SeriesId(String metric, Labels labels) {

  public static SeriesId of(String metric, String... labelNamesAndValues) {
    return new SeriesId(metric, Labels.of(labelNamesAndValues));
  }

  @Override
  public String toString() {
    return labels.isEmpty() ? metric : metric + labels;
  }
}
