package lockbench;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/// Least, middle and greatest of some whole numbers.
record Figures(long least, long median, long most) {
  static Figures of(LongStream numbers) {
    List<Long> sorted = numbers.sorted().boxed().toList();
    return sorted.isEmpty()
        ? new Figures(0, 0, 0)
        : new Figures(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d / %d / %d", least, median, most);
  }
}
