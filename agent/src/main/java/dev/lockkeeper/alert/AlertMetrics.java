package dev.lockkeeper.alert;

import dev.lockkeeper.model.MetricFamily;
import dev.lockkeeper.model.SampleSink;
import dev.lockkeeper.model.SeriesId;
import java.util.List;

/// The receivers' figures as metrics.
public final class AlertMetrics {
  public static final String SENT = "lockkeeper_notifications_total";
  public static final String FAILED = "lockkeeper_notifications_failed_total";
  public static final String DROPPED = "lockkeeper_notifications_dropped_total";
  public static final String QUEUE = "lockkeeper_notifications_queue_length";

  public static final List<MetricFamily> CATALOGUE =
      List.of(
          MetricFamily.counter(SENT, "Alerts that a receiver has taken.", "receiver"),
          MetricFamily.counter(
              FAILED, "Alerts in deliveries that failed; each try counts.", "receiver"),
          MetricFamily.counter(
              DROPPED, "Alerts given up: too many waiting, or refused.", "receiver"),
          MetricFamily.gauge(QUEUE, "Alerts waiting for a receiver.", "receiver"));

  private AlertMetrics() {}

  public static void emit(List<ReceiverStatus> receivers, SampleSink sink) {
    for (var status : receivers) {
      var receiver = status.receiver();
      sink.sample(SeriesId.of(SENT, "receiver", receiver), (double) status.delivered());
      sink.sample(SeriesId.of(FAILED, "receiver", receiver), (double) status.failed());
      sink.sample(SeriesId.of(DROPPED, "receiver", receiver), (double) status.dropped());
      sink.sample(SeriesId.of(QUEUE, "receiver", receiver), status.queued());
    }
  }
}
