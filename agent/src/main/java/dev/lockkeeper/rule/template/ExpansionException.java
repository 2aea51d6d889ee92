package dev.lockkeeper.rule.template;

/// A template that can't be expanded with what it was given.
final class ExpansionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpansionException(String message) {
    super(message, null, false, false);
  }
}
