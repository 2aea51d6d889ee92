package dev.lockkeeper.rule.check;

/// Something that one expression's author should know.
///
/// @param at the place in the expression, in characters
record Finding(Kind kind, int at, String message) {

  enum Kind {
    /// an error whatever stands around it
    WRONG,
    /// an error where the rule has a remedy, else a warning: what starts a restart must be sure
    DOUBTFUL,
    WARNING,
    /// worth knowing and no reason to change anything
    NOTE
  }
}
