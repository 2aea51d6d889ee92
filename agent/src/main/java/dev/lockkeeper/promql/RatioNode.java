package dev.lockkeeper.promql;

import org.jspecify.annotations.Nullable;

/// `limit_ratio`: about that share of the elements, the same ones each time, as their labels' hash
/// says. A negative ratio gives those that its complement leaves out.
final class RatioNode implements Node.OfVector {
  private final Node.OfVector inner;
  private final Node.OfScalar ratio;
  private final Expr expr;
  private final Memo<Place> places = new Memo<>(id -> new Place(LabelHash.share(id)));
  private final Vector out = new Vector();
  private @Nullable Annotation warning;
  private double warned;

  /// @param expr what gives the ratio
  RatioNode(Node.OfVector inner, Node.OfScalar ratio, Expr expr) {
    this.inner = inner;
    this.ratio = ratio;
    this.expr = expr;
  }

  private record Place(double share) {}

  @Override
  public Vector vector(Evaluation evaluation) {
    double wanted = ratio.scalar(evaluation);
    out.clear();
    if (Double.isNaN(wanted)) {
      throw new EvaluationException("Ratio value is NaN");
    }
    double capped = Math.clamp(wanted, -1, 1);
    if (capped != wanted) {
      warn(wanted, capped, evaluation);
    }
    var in = inner.vector(evaluation);
    if (wanted == 0) {
      return out;
    }
    for (int i = 0; i < in.size(); i++) {
      double share = places.at(i, in.id(i)).share;
      if (capped > 0 ? share < capped : share >= 1 + capped) {
        out.add(in.id(i), in.value(i), in.dropsName(i));
      }
    }
    return out;
  }

  private void warn(double wanted, double capped, Evaluation evaluation) {
    var known = warning;
    if (known == null || warned != wanted) {
      known =
          Annotation.warning(
              expr,
              "ratio value should be between -1 and 1, got "
                  + Numbers.general(wanted)
                  + ", capping to "
                  + Numbers.general(capped));
      warning = known;
      warned = wanted;
    }
    evaluation.annotate(known);
  }
}
