package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Functions of instant vectors: each maker gives the part of a plan.
final class VectorFunctions {
  private VectorFunctions() {}

  /// The functions that change each value by itself; null where the name is none of them.
  static @Nullable DoubleUnaryOperator byValue(String name) {
    return switch (name) {
      case "abs" -> Math::abs;
      case "ceil" -> Math::ceil;
      case "floor" -> Math::floor;
      case "exp" -> Math::exp;
      case "ln" -> Math::log;
      case "log10" -> Math::log10;
      case "log2" -> value -> Math.log(value) / Math.log(2);
      case "sqrt" -> Math::sqrt;
      case "sgn" -> Math::signum;
      case "sin" -> Math::sin;
      case "cos" -> Math::cos;
      case "tan" -> Math::tan;
      case "asin" -> Math::asin;
      case "acos" -> Math::acos;
      case "atan" -> Math::atan;
      case "sinh" -> Math::sinh;
      case "cosh" -> Math::cosh;
      case "tanh" -> Math::tanh;
      case "asinh" ->
          value ->
              Double.isInfinite(value)
                  ? value
                  : Math.copySign(Math.log(Math.abs(value) + Math.sqrt(value * value + 1)), value);
      case "acosh" -> value -> Math.log(value + Math.sqrt(value * value - 1));
      case "atanh" -> value -> 0.5 * Math.log((1 + value) / (1 - value));
      case "deg" -> value -> value * 180 / Math.PI;
      case "rad" -> value -> value * Math.PI / 180;
      default -> byDate(name);
    };
  }

  /// The functions that read each value as a Unix time in seconds, in UTC.
  static @Nullable DoubleUnaryOperator byDate(String name) {
    ToIntFunction<ZonedDateTime> part =
        switch (name) {
          case "minute" -> ZonedDateTime::getMinute;
          case "hour" -> ZonedDateTime::getHour;
          case "day_of_month" -> ZonedDateTime::getDayOfMonth;
          case "day_of_week" -> date -> date.getDayOfWeek().getValue() % 7;
          case "day_of_year" -> ZonedDateTime::getDayOfYear;
          case "days_in_month" -> date -> date.toLocalDate().lengthOfMonth();
          case "month" -> ZonedDateTime::getMonthValue;
          case "year" -> ZonedDateTime::getYear;
          default -> null;
        };
    if (part == null) {
      return null;
    }
    long first = LocalDateTime.MIN.toEpochSecond(ZoneOffset.UTC);
    long last = LocalDateTime.MAX.toEpochSecond(ZoneOffset.UTC);
    return value ->
        part.applyAsInt(
            Instant.ofEpochSecond(Math.clamp((long) value, first, last)).atZone(ZoneOffset.UTC));
  }

  static Node.OfVector each(Node.OfVector inner, DoubleUnaryOperator function, boolean dropsName) {
    var out = new Vector();
    return evaluation -> {
      var in = inner.vector(evaluation);
      out.clear();
      for (int i = 0; i < in.size(); i++) {
        out.add(in.id(i), function.applyAsDouble(in.value(i)), dropsName);
      }
      return out;
    };
  }

  static Node.OfVector clamp(Node.OfVector inner, Node.OfScalar least, Node.OfScalar most) {
    var out = new Vector();
    return evaluation -> {
      double min = least.scalar(evaluation);
      double max = most.scalar(evaluation);
      var in = inner.vector(evaluation);
      out.clear();
      if (max < min) {
        return out;
      }
      for (int i = 0; i < in.size(); i++) {
        out.add(in.id(i), larger(min, smaller(max, in.value(i))), true);
      }
      return out;
    };
  }

  static Node.OfVector round(Node.OfVector inner, Node.OfScalar toNearest) {
    var out = new Vector();
    return evaluation -> {
      // As Prometheus: the inverse divides more exactly than tenths multiply.
      double inverse = 1 / toNearest.scalar(evaluation);
      var in = inner.vector(evaluation);
      out.clear();
      for (int i = 0; i < in.size(); i++) {
        out.add(in.id(i), Math.floor(in.value(i) * inverse + 0.5) / inverse, true);
      }
      return out;
    };
  }

  /// `timestamp` of what is no selector: the moment of the evaluation.
  static Node.OfVector moments(Node.OfVector inner) {
    var out = new Vector();
    return evaluation -> {
      var in = inner.vector(evaluation);
      out.clear();
      for (int i = 0; i < in.size(); i++) {
        out.add(in.id(i), evaluation.at / 1000.0, true);
      }
      return out;
    };
  }

  /// One element, called `name`, when the inner vector is empty.
  static Node.OfVector absent(Node.OfVector inner, SeriesId name) {
    var out = new Vector();
    return evaluation -> {
      out.clear();
      if (inner.vector(evaluation).size() == 0) {
        out.add(name, 1);
      }
      return out;
    };
  }

  static Node.OfVector absentOverTime(Node.OfWindows windows, SeriesId name) {
    var out = new Vector();
    return evaluation -> {
      out.clear();
      int series = windows.open(evaluation);
      for (int i = 0; i < series; i++) {
        if (windows.window(i).size() > 0) {
          return out;
        }
      }
      out.add(name, 1);
      return out;
    };
  }

  /// Go's `math.Max`: an infinity is larger than NaN, any other number is not.
  static double larger(double a, double b) {
    double infinity = Double.POSITIVE_INFINITY;
    return a == infinity || b == infinity ? infinity : Math.max(a, b);
  }

  /// Go's `math.Min`.
  static double smaller(double a, double b) {
    double infinity = Double.NEGATIVE_INFINITY;
    return a == infinity || b == infinity ? infinity : Math.min(a, b);
  }
}
