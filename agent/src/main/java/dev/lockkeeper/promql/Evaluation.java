package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one evaluation is about. Its owner uses it again.
final class Evaluation {
  private @Nullable SeriesView view;

  /// the moment that is looked at, milliseconds since the Unix epoch
  long at;

  /// first and last moment of the range query; both `at` of an instant one
  long start;

  long end;

  void set(SeriesView view, long at, long start, long end) {
    this.view = view;
    this.at = at;
    this.start = start;
    this.end = end;
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
