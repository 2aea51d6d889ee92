package dev.lockkeeper.alert;

import java.io.IOException;

/// The receiver was reached, understood the request and refuses it: the same again would be refused
/// again.
public final class RejectedException extends IOException {
  private static final long serialVersionUID = 1L;

  public RejectedException(String message) {
    super(message);
  }
}
