package dev.lockkeeper.model;

/// What a rule says of one label set at one moment.
public sealed interface Verdict {

  /// The expression does not hold.
  record Clear() implements Verdict {
    public static final Clear INSTANCE = new Clear();
  }

  /// The expression holds, but for less than the rule's `for`.
  record Pending(Moment since) implements Verdict {}

  /// The expression has held for the rule's `for`.
  ///
  /// @param since when it began to fire
  /// @param kept true while only `keep_firing_for` keeps it firing: the expression itself is clear
  record Firing(Moment since, boolean kept) implements Verdict {}

  /// A collector that the rule reads is overdue. The state before it is frozen: nothing is started,
  /// and it never counts as cleared.
  record Unknown(String reason, Verdict frozen) implements Verdict {}

  default boolean firing() {
    return this instanceof Firing;
  }
}
