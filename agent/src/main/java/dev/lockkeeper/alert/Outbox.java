package dev.lockkeeper.alert;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Moment;
import java.util.List;
import java.util.function.DoubleSupplier;

/// From evaluations to deliveries: decides who is told of what, and when again. All on the loop's
/// thread; sending happens elsewhere and comes back as a [Delivery].
///
/// The loop reports every evaluation ([#report]), starts what is due ([#due]) on a virtual thread
/// each with [Delivery#attempt], and hands back its answer ([#handle]).
public final class Outbox {

  /// @param receivers names of the receivers; each has a queue of its own
  /// @param jitter from 0 to 1, such as `random::nextDouble`: spreads the retries of many agents
  public Outbox(OutboxSettings settings, List<String> receivers, DoubleSupplier jitter) {}

  /// Takes the alerts of one evaluation.
  ///
  /// @param source who evaluated: each source (a rule group, the agent itself) reports for itself
  /// @param alerts all that the source now has, pending ones included. One that it had before and
  ///   has no more is resolved.
  /// @return one answer for each alert that was reported or remembered, in no certain order
  public List<Answer> report(String source, List<Alert> alerts, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// What is to be sent now, at most one batch for each receiver. A receiver with a batch on its
  /// way gets no other before the answer.
  public List<Batch> due(Moment now) {
    throw new UnsupportedOperationException();
  }

  /// When [#due] has something to say again, if nothing happens before: the earliest retry.
  /// [Long#MAX_VALUE] when there is none.
  ///
  /// @return monotonic nanoseconds, as [Moment#nanos]
  public long nextDueNanos() {
    throw new UnsupportedOperationException();
  }

  /// Takes the outcome of a batch. One that is not on its way any more is ignored.
  public void handle(Delivery delivery, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// In the order of the receivers.
  public List<ReceiverStatus> status() {
    throw new UnsupportedOperationException();
  }
}
