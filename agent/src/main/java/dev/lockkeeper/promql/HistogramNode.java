package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `histogram_quantile`, `histogram_quantiles` and `histogram_fraction` of classic histograms.
final class HistogramNode {
  private static final String FIXED =
      "input to histogram_quantile needed to be fixed for monotonicity (see"
          + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)";

  private HistogramNode() {}

  static Node.OfVector fraction(
      ClassicHistograms histograms, Node.OfScalar lower, Node.OfScalar upper) {
    var out = new Vector();
    return evaluation -> {
      double from = lower.scalar(evaluation);
      double to = upper.scalar(evaluation);
      out.clear();
      for (var histogram : histograms.collect(evaluation)) {
        out.add(histogram.id, histogram.fraction(from, to), true);
      }
      return out;
    };
  }

  /// @param share the expression of `φ`
  /// @param buckets that of the buckets
  static Node.OfVector quantile(
      ClassicHistograms histograms, Node.OfScalar q, Expr share, Expr buckets) {
    var out = new Vector();
    var fixes = new Fixes(buckets);
    var warning = new QuantileWarning(share);
    return evaluation -> {
      double wanted = q.scalar(evaluation);
      warning.check(wanted, evaluation);
      out.clear();
      for (var histogram : histograms.collect(evaluation)) {
        double value = histogram.quantile(wanted, fixes.fix);
        fixes.note(histogram, evaluation);
        out.add(histogram.id, value, true);
      }
      return out;
    };
  }

  /// Several at once, told apart by a label.
  static Node.OfVector quantiles(
      ClassicHistograms histograms,
      String label,
      List<Node.OfScalar> qs,
      List<Expr> shares,
      Expr buckets) {
    var out = new Vector();
    var fixes = new Fixes(buckets);
    var warnings = shares.stream().map(QuantileWarning::new).toList();
    var names = shares.stream().map(_ -> new Names(label)).toList();
    return evaluation -> {
      var met = histograms.collect(evaluation);
      out.clear();
      for (int i = 0; i < qs.size(); i++) {
        double wanted = qs.get(i).scalar(evaluation);
        warnings.get(i).check(wanted, evaluation);
        var named = names.get(i).of(wanted);
        for (int j = 0; j < met.size(); j++) {
          var histogram = met.get(j);
          double value = histogram.quantile(wanted, fixes.fix);
          fixes.note(histogram, evaluation);
          out.add(named.at(j, histogram.id), value, true);
        }
      }
      return out;
    };
  }

  /// What the histograms are called with one share as a label; that hardly ever changes.
  private static final class Names {
    private final String label;
    private double share;
    private @Nullable Memo<SeriesId> names;

    private Names(String label) {
      this.label = label;
    }

    private Memo<SeriesId> of(double q) {
      var known = names;
      if (known == null || Double.compare(q, share) != 0) {
        String text = Numbers.openMetrics(q);
        known = new Memo<>(id -> Relabelled.with(id, label, text));
        names = known;
        share = q;
      }
      return known;
    }
  }

  /// Tells of histograms that were none.
  private static final class Fixes {
    private final HistogramFix fix = new HistogramFix();
    private final Expr expr;

    private Fixes(Expr expr) {
      this.expr = expr;
    }

    private void note(ClassicHistogram histogram, Evaluation evaluation) {
      if (fix.forced()) {
        evaluation.annotate(
            Annotation.info(expr, FIXED + Texts.forMetric(histogram.id.metric())), fix);
      }
    }
  }
}
