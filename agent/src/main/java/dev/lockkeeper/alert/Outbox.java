package dev.lockkeeper.alert;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/// From evaluations to deliveries: decides who is told of what, and when again. All on the loop's
/// thread; sending happens elsewhere and comes back as a [Delivery].
///
/// The loop reports every evaluation ([#report]), starts what is due ([#due]) on a virtual thread
/// each with [Delivery#attempt], and hands back its answer ([#handle]). Each receiver has a queue
/// of its own: one that is down costs a retry now and then and never delays another.
public final class Outbox {
  private final Deduplication deduplication;
  private final List<ReceiverQueue> queues;

  /// @param receivers names of the receivers ([Notifier#name]), each once
  /// @param jitter from 0 to 1, such as `random::nextDouble`: spreads the retries of many agents
  public Outbox(OutboxSettings settings, List<String> receivers, DoubleSupplier jitter) {
    deduplication = new Deduplication(settings);
    if (receivers.stream().distinct().count() != receivers.size()) {
      throw new IllegalArgumentException("two receivers of one name: " + receivers);
    }
    queues =
        receivers.stream().map(receiver -> new ReceiverQueue(receiver, settings, jitter)).toList();
  }

  /// Takes the alerts of one evaluation. To be called at every evaluation, also with an empty list:
  /// resending is decided here.
  ///
  /// @param source who evaluated: each source (the rules, the agent itself) reports for itself
  /// @param alerts all that the source now has, pending ones included. One that it had before and
  ///   has no more (its rule was deleted, say) is resolved.
  /// @return one answer for each alert that was reported or is remembered
  public List<Answer> report(String source, List<Alert> alerts, Moment now) {
    var answers = deduplication.evaluate(source, alerts, now);
    for (var answer : answers) {
      switch (answer) {
        case Answer.Send(Notification notification, _) ->
            queues.forEach(queue -> queue.add(notification));
        case Answer.Skip _ -> {}
      }
    }
    return answers;
  }

  /// What is to be sent now, at most one batch for each receiver. A receiver with a batch on its
  /// way gets no other before the answer.
  public List<Batch> due(Moment now) {
    var batches = new ArrayList<Batch>();
    for (var queue : queues) {
      var batch = queue.next(now);
      if (batch != null) {
        batches.add(batch);
      }
    }
    return batches;
  }

  /// In how many nanoseconds [#due] may have something, if nothing happens before; [Long#MAX_VALUE]
  /// when nothing waits.
  public long nanosUntilDue(Moment now) {
    long least = Long.MAX_VALUE;
    for (var queue : queues) {
      least = Math.min(least, queue.nanosUntilDue(now));
    }
    return least;
  }

  /// Takes the outcome of a batch. One that is not on its way any more is ignored.
  public void handle(Delivery delivery, Moment now) {
    for (var queue : queues) {
      if (queue.receiver().equals(delivery.batch().receiver())) {
        queue.handle(delivery, now);
      }
    }
  }

  /// In the order of the receivers.
  public List<ReceiverStatus> status() {
    return queues.stream().map(ReceiverQueue::status).toList();
  }
}
