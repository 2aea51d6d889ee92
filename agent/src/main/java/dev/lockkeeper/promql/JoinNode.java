package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.promql.Expr.Cardinality;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An arithmetic operator or comparison between two vectors: each element of the "many" side finds
/// the one element of the other that agrees with it.
final class JoinNode implements Node.OfVector {
  private final Expr.Binary binary;
  private final Expr.Matching matching;
  private final Set<String> labels;
  private final Node.OfVector left;
  private final Node.OfVector right;
  private final boolean swapped;
  private final Map<SeriesId, Match> matches = new HashMap<>(0);
  private final Map<SeriesId, Name> names = new HashMap<>(0);
  private final Memo<Match> ofMany;
  private final Memo<Match> ofOne;
  private final Memo<Pair> pairs;
  private final Vector out = new Vector();
  private long round;

  JoinNode(Expr.Binary binary, Expr.Matching matching, Node.OfVector left, Node.OfVector right) {
    this.binary = binary;
    this.matching = matching;
    this.left = left;
    this.right = right;
    this.labels = Set.copyOf(matching.labels());
    this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    var grouping = new Grouping(matching.on(), labels);
    this.ofMany = new Memo<>(id -> match(grouping.apply(id)));
    this.ofOne = new Memo<>(id -> match(grouping.apply(id)));
    this.pairs = new Memo<>(_ -> new Pair());
  }

  private Match match(SeriesId signature) {
    return matches.computeIfAbsent(signature, Match::new);
  }

  @Override
  public Vector vector(Evaluation evaluation) {
    round++;
    out.clear();
    var lefts = left.vector(evaluation);
    var rights = right.vector(evaluation);
    if (lefts.size() == 0 || rights.size() == 0) {
      return out;
    }
    var many = swapped ? rights : lefts;
    var one = swapped ? lefts : rights;
    enterOnes(one);
    for (int i = 0; i < many.size(); i++) {
      var match = ofMany.at(i, many.id(i));
      if (match.oneRound == round) {
        combine(match, many, i, one);
      }
    }
    return out;
  }

  private void enterOnes(Vector one) {
    for (int i = 0; i < one.size(); i++) {
      var match = ofOne.at(i, one.id(i));
      if (match.oneRound == round) {
        throw new EvaluationException(
            "found duplicate series for the match group "
                + match.signature.labels()
                + " on the "
                + (swapped ? "left" : "right")
                + " hand-side of the operation: "
                + Stream.of(one.id(match.one), one.id(i)).map(JoinNode::written).sorted().toList()
                + ";many-to-many matching not allowed: matching labels must be unique on one"
                + " side");
      }
      match.oneRound = round;
      match.one = i;
    }
  }

  /// All labels, the metric's name among them.
  private static String written(SeriesId id) {
    return id.metric().isEmpty()
        ? id.labels().toString()
        : id.labels().with(Matcher.NAME, id.metric()).toString();
  }

  private void combine(Match match, Vector many, int index, Vector one) {
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      if (match.manyRound == round) {
        throw new EvaluationException(
            "multiple matches for labels: many-to-one matching must be explicit"
                + " (group_left/group_right)");
      }
      match.manyRound = round;
    }
    // Unique they must be even where the comparison does not hold.
    var name = pairs.at(index, many.id(index)).name(this, many.id(index), one.id(match.one));
    if (name.round == round && name.match == match) {
      throw new EvaluationException(
          "multiple matches for labels: grouping labels must ensure unique matches");
    }
    name.round = round;
    name.match = match;
    double ours = many.value(index);
    double theirs = one.value(match.one);
    double first = swapped ? theirs : ours;
    double second = swapped ? ours : theirs;
    double value;
    var operator = binary.operator();
    if (operator.kind() == BinaryOperator.Kind.COMPARISON && !binary.bool()) {
      if (!operator.holds(first, second)) {
        return;
      }
      value = first;
    } else {
      value = operator.apply(first, second);
    }
    if (name.outRound == round) {
      throw new EvaluationException(Relabelled.SAME);
    }
    name.outRound = round;
    out.add(name.id, value, binary.bool());
  }

  private SeriesId result(SeriesId many, SeriesId one) {
    // Arithmetic leaves no name at once; a comparison keeps it, to the end or for good.
    boolean arithmetic = binary.operator().kind() == BinaryOperator.Kind.ARITHMETIC;
    var id = arithmetic ? Relabelled.dropName(many) : many;
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      id =
          matching.on()
              ? new Grouping(true, labels).apply(id)
              : new SeriesId(id.metric(), id.labels().keep(name -> !labels.contains(name)));
    }
    for (String name : matching.include()) {
      id = Relabelled.with(id, name, Relabelled.label(one, name));
    }
    return id;
  }

  private static final class Match {
    private final SeriesId signature;
    private long oneRound;
    private long manyRound;
    private int one;

    private Match(SeriesId signature) {
      this.signature = signature;
    }
  }

  private static final class Name {
    private final SeriesId id;
    private long round;
    private long outRound;
    private @Nullable Match match;

    private Name(SeriesId id) {
      this.id = id;
    }
  }

  /// What one element of the many side is called together with its partner.
  private static final class Pair {
    private @Nullable SeriesId one;
    private @Nullable Name name;

    @SuppressWarnings("ReferenceEquality") // equal but not the same costs a lookup, no more
    private Name name(JoinNode join, SeriesId many, SeriesId partner) {
      var known = name;
      if (known == null || (partner != one && !join.matching.include().isEmpty())) {
        known = join.names.computeIfAbsent(join.result(many, partner), Name::new);
        name = known;
        one = partner;
      }
      return known;
    }
  }
}
