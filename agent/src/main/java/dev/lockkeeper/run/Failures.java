package dev.lockkeeper.run;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
    if (e instanceof FileSystemException file && file.getReason() == null) {
      // its message is the path alone
      return file.getFile() + ": " + reason(file);
    }
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case FileAlreadyExistsException _ -> "is there already, and is not a directory";
      case FileSystemException other -> other.getClass().getSimpleName();
    };
  }
}
