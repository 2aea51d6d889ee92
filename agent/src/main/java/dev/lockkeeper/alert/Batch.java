package dev.lockkeeper.alert;

import java.util.List;

/// What one receiver is to be sent in one delivery.
///
/// @param receiver the receiver's name ([Notifier#name])
/// @param number grows with every batch of the receiver: an answer to an older one is ignored
/// @param notifications at least one, oldest first, no two with the same labels
public record Batch(String receiver, long number, List<Notification> notifications) {
  public Batch {
    notifications = List.copyOf(notifications);
    if (notifications.isEmpty()) {
      throw new IllegalArgumentException("a batch of nothing for " + receiver);
    }
  }
}
