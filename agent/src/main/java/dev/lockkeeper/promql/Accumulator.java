package dev.lockkeeper.promql;

import java.util.Arrays;

/// What an aggregation keeps of one group while it goes through a vector.
abstract class Accumulator {
  abstract void begin();

  abstract void add(double value);

  abstract double value(Aggregator aggregator, double parameter);

  static Accumulator of(Aggregator aggregator) {
    return switch (aggregator) {
      case SUM -> new Sum();
      case AVG -> new Average();
      case STDDEV, STDVAR -> new Spread();
      case QUANTILE -> new Ranked();
      case MIN, MAX, COUNT, GROUP -> new Extreme();
      case TOPK, BOTTOMK, COUNT_VALUES, LIMITK, LIMIT_RATIO ->
          throw new IllegalStateException(aggregator.text() + " makes no single value");
    };
  }

  private static final class Sum extends Accumulator {
    private final KahanSum sum = new KahanSum();

    @Override
    void begin() {
      sum.reset();
    }

    @Override
    void add(double value) {
      sum.add(value);
    }

    @Override
    double value(Aggregator aggregator, double parameter) {
      return sum.value();
    }
  }

  private static final class Average extends Accumulator {
    private final Mean mean = new Mean();

    @Override
    void begin() {
      mean.reset();
    }

    @Override
    void add(double value) {
      mean.add(value);
    }

    @Override
    double value(Aggregator aggregator, double parameter) {
      return mean.value();
    }
  }

  private static final class Spread extends Accumulator {
    private final Variance variance = new Variance();

    @Override
    void begin() {
      variance.reset();
    }

    @Override
    void add(double value) {
      variance.add(value);
    }

    @Override
    double value(Aggregator aggregator, double parameter) {
      double value = variance.value();
      return aggregator == Aggregator.STDDEV ? Math.sqrt(value) : value;
    }
  }

  private static final class Ranked extends Accumulator {
    private double[] values = new double[4];
    private int count;

    @Override
    void begin() {
      count = 0;
    }

    @Override
    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = value;
    }

    @Override
    double value(Aggregator aggregator, double parameter) {
      return Quantile.of(parameter, values, count);
    }
  }

  private static final class Extreme extends Accumulator {
    private double min;
    private double max;
    private int count;

    @Override
    void begin() {
      min = Double.NaN;
      max = Double.NaN;
      count = 0;
    }

    @Override
    void add(double value) {
      count++;
      if (value < min || Double.isNaN(min)) {
        min = value;
      }
      if (value > max || Double.isNaN(max)) {
        max = value;
      }
    }

    @Override
    double value(Aggregator aggregator, double parameter) {
      return aggregator == Aggregator.COUNT
          ? count
          : aggregator == Aggregator.MIN ? min : aggregator == Aggregator.MAX ? max : 1;
    }
  }
}
