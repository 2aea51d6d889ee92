package dev.lockkeeper.promql;

/// An expression that is right but has no answer on these series, such as many-to-many matching.
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EvaluationException(String message) {
    super(message, null, false, false);
  }
}
