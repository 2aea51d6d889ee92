package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesView;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one evaluation is about. Its owner uses it again.
final class Evaluation {
  private final Annotations annotations = new Annotations();
  private @Nullable SeriesView view;

  /// the whole that this is a step of; this itself unless it belongs to a subquery
  private Evaluation whole = this;

  /// the moment that is looked at, milliseconds since the Unix epoch
  long at;

  /// first and last moment of the range query; both `at` of an instant one
  long start;

  long end;

  /// Begins anew.
  void set(SeriesView view, long at, long start, long end) {
    this.view = view;
    this.at = at;
    this.start = start;
    this.end = end;
    this.whole = this;
    annotations.clear();
  }

  /// Becomes one step of a subquery.
  void step(Evaluation outer, long at) {
    this.view = outer.view;
    this.at = at;
    this.start = outer.start;
    this.end = outer.end;
    this.whole = outer.whole;
  }

  /// Notes something that is to be known beside the result; once, however often it is said.
  void annotate(Annotation annotation) {
    whole.annotations.add(annotation);
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
