package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Collects the classic histograms of a vector: elements that differ in nothing but `le`.
final class ClassicHistograms {
  private static final String BOUND = "le";
  private static final int MOST = 20_000;

  /// What Go's `strconv.ParseFloat` reads, but hexadecimal numbers.
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern INFINITY = Pattern.compile("[+-]?inf(inity)?");

  private final Node.OfVector inner;
  private final Expr expr;
  private final Map<SeriesId, ClassicHistogram> histograms = new HashMap<>(0);
  private Memo<Place> places = new Memo<>(this::place);
  private final List<ClassicHistogram> met = new ArrayList<>();
  private long round;

  /// @param expr what gives the buckets
  ClassicHistograms(Node.OfVector inner, Expr expr) {
    this.inner = inner;
    this.expr = expr;
  }

  /// Where an element belongs; to no histogram if its bound is no number.
  private record Place(
      @Nullable ClassicHistogram histogram, double bound, @Nullable Annotation warning) {}

  /// Those of one moment, in the order in which they came; valid until the next call.
  List<ClassicHistogram> collect(Evaluation evaluation) {
    round++;
    met.clear();
    if (histograms.size() > MOST) {
      histograms.clear();
      places = new Memo<>(this::place);
    }
    var in = inner.vector(evaluation);
    for (int i = 0; i < in.size(); i++) {
      var place = places.at(i, in.id(i));
      var histogram = place.histogram;
      if (histogram == null) {
        if (place.warning != null) {
          evaluation.annotate(place.warning);
        }
        continue;
      }
      if (histogram.round != round) {
        histogram.begin(round);
        met.add(histogram);
      }
      histogram.add(place.bound, in.value(i));
    }
    return met;
  }

  private Place place(SeriesId id) {
    String text = id.labels().value(BOUND);
    double bound = bound(text);
    if (Double.isNaN(bound)) {
      String of = "bucket label \"le\" is missing or has a malformed value of ";
      return new Place(
          null,
          bound,
          Annotation.warning(expr, of + Texts.quoted(text) + Texts.forMetric(id.metric())));
    }
    var without = new SeriesId(id.metric(), id.labels().keep(name -> !name.equals(BOUND)));
    return new Place(histograms.computeIfAbsent(without, ClassicHistogram::new), bound, null);
  }

  /// @return NaN when it is no number
  private static double bound(String text) {
    if (NUMBER.matcher(text).matches()) {
      return Double.parseDouble(text);
    }
    String lower = text.toLowerCase(java.util.Locale.ROOT);
    if (INFINITY.matcher(lower).matches()) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return Double.NaN;
  }
}
