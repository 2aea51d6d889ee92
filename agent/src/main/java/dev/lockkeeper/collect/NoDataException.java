package dev.lockkeeper.collect;

import java.io.IOException;

/// This machine does not have what the collector reads.
public final class NoDataException extends IOException {
  private static final long serialVersionUID = 1L;

  public NoDataException(String message) {
    super(message);
  }
}
