package dev.lockkeeper.rule.template;

/// What one expansion may cost. The limits are far above what an annotation needs, and low enough
/// that a loop over a large result ends within milliseconds.
final class Budget {
  /// actions and calls carried out
  static final int STEPS = 50_000;

  /// characters made by functions and put out, together
  static final int CHARACTERS = 256 * 1024;

  static final int QUERIES = 100;

  /// of regular expressions: instructions times characters looked at
  static final long WORK = 50_000_000;

  /// templates within templates
  static final int DEPTH = 50;

  private int steps;
  private int characters;
  private int queries;
  private long work;

  void step() {
    if (++steps > STEPS) {
      throw new ExpansionException("more than " + STEPS + " steps");
    }
  }

  void query() {
    if (++queries > QUERIES) {
      throw new ExpansionException("more than " + QUERIES + " queries");
    }
  }

  void work(long amount) {
    work += amount;
    if (work > WORK) {
      throw new ExpansionException("too much work for regular expressions");
    }
  }

  void characters(int number) {
    characters += number;
    if (characters > CHARACTERS || characters < 0) {
      throw new ExpansionException("more than " + CHARACTERS + " characters");
    }
  }

  int charactersLeft() {
    return CHARACTERS - characters;
  }
}
