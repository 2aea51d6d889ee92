package dev.lockkeeper.promql;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An expression that is ready to be evaluated, again and again. It keeps buffers and lookups, so
/// it is for one thread at a time; a steady evaluation allocates nothing.
public final class Plan {
  private final String text;
  private final ValueType type;
  private @Nullable Expr expr;
  private final Node root;
  private final Node.OfVector rootVector;
  private final List<Selection> selections;
  private final long longestMillis;
  private final SharedParts.@Nullable Rounds rounds;
  private final Evaluation evaluation = new Evaluation();
  private long ownRound;

  /// @param rounds null where no part is shared with another plan
  Plan(
      String text,
      Expr expr,
      Node root,
      List<Selection> selections,
      long longestMillis,
      SharedParts.@Nullable Rounds rounds) {
    this.rounds = rounds;
    this.text = text;
    this.type = expr.type();
    this.expr = expr;
    this.root = root;
    this.selections = List.copyOf(selections);
    this.longestMillis = longestMillis;
    this.rootVector =
        switch (root) {
          case Node.OfVector vector -> new DroppedNames(vector);
          case Node.OfScalar scalar -> Planner.ofScalar(scalar);
          case Node.OfWindows _, Node.OfString _ ->
              new SelectNode(new Selection(List.of()), Expr.Shift.NONE);
        };
  }

  public String text() {
    return text;
  }

  /// The expression's tree.
  public Expr expr() {
    return expr == null ? Parser.parse(text) : expr;
  }

  /// Forgets the tree, which is not needed for evaluations and several times as large as the text;
  /// who asks for it gets it parsed again.
  void forgetExpr() {
    expr = null;
  }

  public ValueType type() {
    return type;
  }

  Node root() {
    return root;
  }

  /// Evaluates at one moment; a scalar becomes one element without name and labels.
  ///
  /// @return valid until the next evaluation
  /// @throws EvaluationException when there is no answer on these series
  /// @throws IllegalStateException when the expression is a string or range vector
  public Vector evaluate(SeriesView view, long epochMillis) {
    return evaluate(view, epochMillis, epochMillis, epochMillis, 0);
  }

  /// One step of a range query.
  ///
  /// @param start the range query's first moment, milliseconds since the Unix epoch
  /// @param end its last
  /// @param step how far its moments are apart, milliseconds; 0 of an instant query
  public Vector evaluate(SeriesView view, long epochMillis, long start, long end, long step) {
    if (type() == ValueType.STRING || type() == ValueType.RANGE_VECTOR) {
      throw new IllegalStateException("yields a " + type().text() + ": " + text);
    }
    long round = rounds == null ? ++ownRound : rounds.round(view, epochMillis, start, end);
    evaluation.set(view, epochMillis, start, end, step, round);
    return rootVector.vector(evaluation);
  }

  /// What the latest evaluation (of a range query, its steps so far) noticed beside its result:
  /// warnings and hints, in Prometheus' words. Nothing as a rule.
  public List<Annotation> annotations() {
    return evaluation.annotations();
  }

  /// The names of the metrics that it reads, as far as its selectors fix them.
  public Set<String> metricNames() {
    var names = new TreeSet<String>();
    for (var selection : selections) {
      String metric = selection.metric();
      if (metric != null) {
        names.add(metric);
      }
    }
    return names;
  }

  /// The regular expressions of its selectors, with the size of each in instructions.
  public Map<String, Long> regularExpressions() {
    Map<String, Long> found = Map.of();
    for (var selection : selections) {
      for (var matcher : selection.matchers()) {
        if (matcher.regular()) {
          found = found.isEmpty() ? new TreeMap<>() : found;
          found.put(matcher.value(), Regex.size(matcher.value()));
        }
      }
    }
    return found;
  }

  /// Its selectors as PromQL writes them, without ranges and offsets: `up{job="web"}`.
  ///
  /// @param metrics which of those selectors that read one metric only, by its name; the others are
  ///   always among them
  public List<String> selectors(Predicate<String> metrics) {
    var texts = new LinkedHashSet<String>();
    for (var selection : selections) {
      String metric = selection.metric();
      if (metric == null || metrics.test(metric)) {
        texts.add(selection.text());
      }
    }
    return List.copyOf(texts);
  }

  /// Whether one of its selectors selects a series.
  public boolean reads(SeriesId series) {
    for (var selection : selections) {
      if (selection.matches(series)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a selector of its could read a series with one of these names that carries these
  /// labels, and perhaps others.
  public boolean mayRead(Set<String> metrics, Labels common) {
    for (var selection : selections) {
      if (selection.mayRead(metrics, common)) {
        return true;
      }
    }
    return false;
  }

  /// What of it Prometheus would not read, so that its author can be told.
  public List<NotPortable> notPortable() {
    return NotPortable.in(text, expr());
  }

  /// How far back it looks at most: ranges, offsets and subqueries added up.
  public Duration longestWindow() {
    return Duration.ofMillis(longestMillis);
  }

  /// Whether elements of its result can carry a label.
  public boolean mayCarry(String label) {
    return Carries.may(expr(), label);
  }
}
