package dev.lockkeeper.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.SeriesId;
import org.junit.jupiter.api.Test;

class AnnotationTest {
  private final ScriptedSeries series = new ScriptedSeries();

  @Test
  void anAnnotationSaysWhereInTheExpressionItStands() {
    series.add(SeriesId.of("gauge"), 0, 1);
    series.add(SeriesId.of("gauge"), 1000, 2);
    String text = "vector(1)\n  or rate(gauge[5s])";
    var plan = Planner.plan(text);
    plan.evaluate(series, 1000);
    assertThat(plan.annotations())
        .extracting(annotation -> annotation.textWithPosition(text))
        .containsExactly(
            "PromQL info: metric might not be a counter, name does not end in"
                + " _total/_sum/_count/_bucket: \"gauge\" (2:11)");
  }

  @Test
  void thoseOfTheEvaluationBeforeAreGone() {
    series.add(SeriesId.of("x", "le", "no number"), 0, 1);
    var plan = Planner.plan("histogram_quantile(0.5, x)");
    plan.evaluate(series, 0);
    assertThat(plan.annotations()).hasSize(1);
    plan.evaluate(series, 600_000);
    assertThat(plan.annotations()).isEmpty();
  }

  @Test
  void whatASubqueryNotesAtEachOfItsMomentsIsSaidOnce() {
    series.add(SeriesId.of("x", "le", "no number"), 0, 1);
    var plan = Planner.plan("max_over_time(histogram_quantile(2, x)[1m:1s])");
    plan.evaluate(series, 60_000);
    assertThat(plan.annotations())
        .extracting(Annotation::level)
        .containsExactly(Annotation.Level.WARNING, Annotation.Level.WARNING);
  }

  @Test
  void byteSizesAreListedAsNotPortable() {
    assertThat(Planner.plan("x > 10MiB and y < -1.5GB or z > 5m").notPortable())
        .extracting(NotPortable::start, NotPortable::end, NotPortable::what)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                4, 9, "byte size 10MiB is not PromQL; for Prometheus write 10485760"),
            org.assertj.core.groups.Tuple.tuple(
                18, 24, "byte size -1.5GB is not PromQL; for Prometheus write -1500000000"));
    assertThat(Planner.plan("rate(x_total[5m]) > 1e3").notPortable()).isEmpty();
  }
}
