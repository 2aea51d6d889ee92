package dev.lockkeeper.rule.template;

/// A text that is no template, or uses what is not supported; offsets are in characters of the
/// text.
public final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  TemplateException(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
