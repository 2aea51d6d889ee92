package dev.lockkeeper.alert;

import java.io.IOException;

/// What came of one batch. Comes back to the loop as an event.
public sealed interface Delivery {
  Batch batch();

  record Delivered(Batch batch) implements Delivery {}

  /// To be tried again.
  record Failed(Batch batch, String message) implements Delivery {}

  /// Not to be tried again as it is.
  record Rejected(Batch batch, String message) implements Delivery {}

  /// Sends a batch; blocks as long as the notifier does, so never called on the loop. Never throws.
  static Delivery attempt(Notifier notifier, Batch batch) {
    try {
      notifier.send(batch.notifications());
      return new Delivered(batch);
    } catch (RejectedException e) {
      return new Rejected(batch, message(e));
    } catch (IOException | RuntimeException e) {
      return new Failed(batch, message(e));
    }
  }

  private static String message(Exception e) {
    var message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
