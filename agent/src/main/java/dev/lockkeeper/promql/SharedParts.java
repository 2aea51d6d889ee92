package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the expressions of many rules have in common: equal parts of different expressions become
/// one part, which is evaluated once a moment. Its plans are for one thread together.
///
/// Parts that read what changes within a moment, the results of recording rules, are left apart,
/// and so is what stands in a subquery, where the same part is evaluated at many moments.
public final class SharedParts {
  /// What one of the parts came to be.
  ///
  /// @param longestMillis how far back it looks, from its own moment
  record Part(Node node, List<Selection> selections, long longestMillis) {}

  private final Set<String> changing;
  private final Rounds rounds = new Rounds();
  private final SlidingBudget budget;
  private final List<Plan> plans = new ArrayList<>();
  private @Nullable Map<Expr, Part> parts = new HashMap<>();
  private @Nullable Map<List<Matcher>, Selection> selections = new HashMap<>();

  /// @param changing names of metrics that get samples within a moment
  public SharedParts(Set<String> changing) {
    this(changing, SlidingBudget.MOST);
  }

  /// @param mostSliding how many windows may slide
  SharedParts(Set<String> changing, int mostSliding) {
    this.changing = Set.copyOf(changing);
    this.budget = new SlidingBudget(mostSliding);
  }

  /// Plans an expression that shares its parts with those planned before.
  ///
  /// @throws PromqlException when it is not PromQL, or not supported
  public Plan plan(String text) {
    var plan = Planner.plan(text, this);
    plans.add(plan);
    return plan;
  }

  /// To be called once all expressions are planned: what was needed to find equal parts goes.
  public void complete() {
    plans.forEach(Plan::forgetExpr);
    plans.clear();
    parts = null;
    selections = null;
  }

  /// To be called when samples have come for a moment at which plans were evaluated already.
  public void moveOn() {
    rounds.moveOn();
  }

  SlidingBudget budget() {
    return budget;
  }

  Rounds rounds() {
    return rounds;
  }

  @Nullable Part known(Expr unplaced) {
    return parts == null ? null : parts.get(unplaced);
  }

  void put(Expr unplaced, Part part) {
    if (parts != null) {
      parts.put(unplaced, part);
    }
  }

  Selection selection(List<Matcher> matchers) {
    return selections == null
        ? new Selection(matchers)
        : selections.computeIfAbsent(matchers, Selection::new);
  }

  /// Whether its result stays the same within a moment.
  boolean steady(List<Selection> read) {
    for (var selection : read) {
      if (selection.mayRead(changing, Labels.NONE)) {
        return false;
      }
    }
    return true;
  }

  /// Numbers the evaluations: parts that meet the same number again have their result already.
  static final class Rounds {
    private @Nullable SeriesView view;
    private long at;
    private long start;
    private long end;
    private long round;

    /// @return never 0
    @SuppressWarnings("ReferenceEquality") // another view object: nothing is known of it
    long round(SeriesView view, long at, long start, long end) {
      if (this.view != view || this.at != at || this.start != start || this.end != end) {
        this.view = view;
        this.at = at;
        this.start = start;
        this.end = end;
        round++;
      }
      return round;
    }

    void moveOn() {
      view = null;
    }
  }
}
