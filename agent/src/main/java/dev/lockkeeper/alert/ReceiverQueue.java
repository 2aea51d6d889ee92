package dev.lockkeeper.alert;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// What waits for one receiver. Newer news of an alert takes the place of older: after an outage
/// the receiver hears how things are, not how they were each minute.
final class ReceiverQueue {
  /// A delivery takes ten seconds at the most ([Notifier#send]). One without an answer for this
  /// long has lost its thread.
  static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);

  private final String receiver;
  private final OutboxSettings settings;
  private final DoubleSupplier jitter;

  /// the longest waiting first
  private LinkedHashMap<Labels, Notification> waiting = new LinkedHashMap<>();

  private @Nullable Batch underWay;
  private Moment startedAt = new Moment(0, 0);
  private Moment retryAt = new Moment(0, 0);
  private int failuresInRow;

  /// so many are sent one by one, because the batch with them was refused: one that a receiver does
  /// not like must not take the others with it
  private int alone;

  private long batches;
  private long delivered;
  private long failed;
  private long dropped;
  private String problem = "";

  ReceiverQueue(String receiver, OutboxSettings settings, DoubleSupplier jitter) {
    this.receiver = receiver;
    this.settings = settings;
    this.jitter = jitter;
  }

  String receiver() {
    return receiver;
  }

  void add(Notification notification) {
    waiting.put(notification.labels(), notification);
    dropOldest();
  }

  /// The next batch, under way from now on; null when there is nothing to send now.
  @Nullable Batch next(Moment now) {
    if (underWay != null) {
      if (!now.reached(startedAt, ABANDONED_AFTER)) {
        return null;
      }
      handle(new Delivery.Failed(underWay, "no answer within " + ABANDONED_AFTER), now);
    }
    if (waiting.isEmpty() || nanosUntilDue(now) > 0) {
      return null;
    }
    var notifications = new ArrayList<Notification>();
    int most = alone > 0 ? 1 : settings.batch();
    var oldest = waiting.values().iterator();
    while (oldest.hasNext() && notifications.size() < most) {
      notifications.add(oldest.next());
      oldest.remove();
    }
    startedAt = now;
    underWay = new Batch(receiver, ++batches, notifications);
    return underWay;
  }

  /// Nanoseconds until [#next] may have something; [Long#MAX_VALUE] when nothing waits.
  long nanosUntilDue(Moment now) {
    if (underWay != null) {
      return Math.max(0, ABANDONED_AFTER.minus(now.since(startedAt)).toNanos());
    }
    if (waiting.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return failuresInRow == 0 ? 0 : Math.max(0, retryAt.since(now).toNanos());
  }

  void handle(Delivery delivery, Moment now) {
    if (underWay == null || delivery.batch().number() != underWay.number()) {
      return;
    }
    var notifications = underWay.notifications();
    underWay = null;
    alone = Math.max(0, alone - notifications.size());
    switch (delivery) {
      case Delivery.Delivered _ -> {
        delivered += notifications.size();
        failuresInRow = 0;
        problem = "";
      }
      case Delivery.Failed(_, String message) -> {
        failed += notifications.size();
        problem = message;
        retryAt = now.plus(pause());
        failuresInRow++;
        putBack(notifications);
      }
      case Delivery.Rejected(_, String message) -> {
        failed += notifications.size();
        problem = message;
        failuresInRow = 0;
        if (notifications.size() == 1) {
          dropped++;
        } else {
          alone = notifications.size();
          putBack(notifications);
        }
      }
    }
  }

  ReceiverStatus status() {
    int onTheWay = underWay == null ? 0 : underWay.notifications().size();
    return new ReceiverStatus(
        receiver, delivered, failed, dropped, waiting.size() + onTheWay, problem);
  }

  /// Doubles with every failure; half of it is left to chance, so that a hundred agents do not come
  /// back at the same moment.
  private Duration pause() {
    int doublings = Math.min(failuresInRow, 20);
    long nanos =
        Math.min(settings.retryFirst().toNanos() << doublings, settings.retryMost().toNanos());
    return Duration.ofNanos((long) (nanos * (0.5 + 0.5 * jitter.getAsDouble())));
  }

  /// In front of what came since, which wins where both speak of the same alert.
  private void putBack(List<Notification> notifications) {
    var merged = new LinkedHashMap<Labels, Notification>();
    for (var notification : notifications) {
      merged.put(notification.labels(), notification);
    }
    merged.putAll(waiting);
    waiting = merged;
    dropOldest();
  }

  private void dropOldest() {
    while (waiting.size() > settings.queue()) {
      waiting.pollFirstEntry();
      dropped++;
    }
  }
}
