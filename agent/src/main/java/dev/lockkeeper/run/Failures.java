package dev.lockkeeper.run;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// What went wrong, for a person.
final class Failures {
  private Failures() {}

  /// The message of the exception, or its kind where it has none; never empty.
  static String text(Throwable failure) {
    Throwable e = failure;
    while ((e instanceof ExecutionException || e instanceof CompletionException)
        && e.getCause() != null) {
      e = e.getCause();
    }
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
