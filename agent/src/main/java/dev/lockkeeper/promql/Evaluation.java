package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one evaluation is about. Its owner uses it again.
final class Evaluation {
  /// Nested subqueries multiply; more takes longer than any rule may.
  private static final long MOST_SUBQUERY_STEPS = 1_000_000;

  private final Annotations annotations = new Annotations();

  /// As many as Prometheus reads in one query: half a second's work.
  private static final long MOST_SAMPLES = 50_000_000;

  /// What it takes to open a window, in samples.
  static final int WINDOW = 20;

  private long subquerySteps;
  private long samples;
  private @Nullable SeriesView view;

  /// the whole that this is a step of; this itself unless it belongs to a subquery
  private Evaluation whole = this;

  /// the moment that is looked at, milliseconds since the Unix epoch
  long at;

  /// first and last moment of the range query; both `at` of an instant one
  long start;

  long end;

  /// the same number: the same moment, and no sample has come since; 0: nothing is known
  long round;

  /// how often something was noted
  private long notes;

  /// distance of the range query's moments, milliseconds; 0 of an instant one
  long step;

  /// whether this is one of several moments, of a range query or a subquery: then results have no
  /// order of their own
  boolean oneOfSeveral;

  /// Begins anew; a later moment of the same range query goes on with what was noted.
  void set(SeriesView view, long at, long start, long end, long step) {
    set(view, at, start, end, step, 0);
  }

  void set(SeriesView view, long at, long start, long end, long step, long round) {
    this.round = round;
    boolean goesOn = at > this.at && at > start && start == this.start && end == this.end;
    this.view = view;
    this.at = at;
    this.start = start;
    this.end = end;
    this.step = step;
    this.oneOfSeveral = start != end;
    this.whole = this;
    subquerySteps = 0;
    samples = 0;
    if (!goesOn) {
      annotations.clear();
    }
  }

  /// Becomes one step of a subquery.
  ///
  /// @throws EvaluationException when there have been too many
  void subqueryStep(Evaluation outer, long at, boolean several) {
    this.view = outer.view;
    this.at = at;
    this.start = outer.start;
    this.end = outer.end;
    this.step = outer.step;
    this.oneOfSeveral = several;
    this.round = 0;
    this.whole = outer.whole;
    if (++whole.subquerySteps > MOST_SUBQUERY_STEPS) {
      throw tooMany();
    }
  }

  /// Counts what a part of a subquery looks at. Elsewhere the store's size is bound enough.
  ///
  /// @throws EvaluationException when it has become too much
  void read(int samples) {
    if (whole != this && (whole.samples += samples) > MOST_SAMPLES) {
      throw tooMany();
    }
  }

  /// In Prometheus' words.
  static EvaluationException tooMany() {
    return new EvaluationException(
        "query processing would load too many samples into memory in query execution");
  }

  /// Notes something that is to be known beside the result; once, however often it is said.
  void annotate(Annotation annotation) {
    whole.notes++;
    whole.annotations.add(annotation);
  }

  /// Notes that a histogram's buckets were no histogram.
  void annotate(Annotation annotation, HistogramFix fix) {
    whole.notes++;
    whole.annotations.add(annotation, at, fix);
  }

  /// Rises with everything that is noted.
  long notes() {
    return whole.notes;
  }

  /// What was noted since the last [#set].
  List<Annotation> annotations() {
    return annotations.list();
  }

  SeriesView view() {
    return Objects.requireNonNull(view);
  }

  /// The moment at which a shifted selector looks.
  long moment(Expr.Shift shift) {
    var fixed = shift.at();
    if (fixed == null) {
      return at - shift.offsetMillis();
    }
    long from =
        switch (fixed) {
          case Expr.At.Time(long millis) -> millis;
          case Expr.At.Edge edge -> edge == Expr.At.Edge.START ? start : end;
        };
    return from - shift.offsetMillis();
  }
}
