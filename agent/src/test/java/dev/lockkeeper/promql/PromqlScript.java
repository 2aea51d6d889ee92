package dev.lockkeeper.promql;

import dev.lockkeeper.model.SeriesId;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A script in the language of Prometheus' `promqltest`, read: steps one after the other.
record PromqlScript(List<Step> steps) {
  sealed interface Step {}

  record Clear() implements Step {}

  /// @param customBuckets whether native histograms are made of the classic ones, too
  record Load(long stepMillis, boolean customBuckets, List<Row> rows) implements Step {}

  /// @param values one step apart, from 0; null where the series has no number there
  /// @param histograms where it has a native histogram
  record Row(SeriesId series, List<@Nullable Double> values, BitSet histograms) {}

  /// @param step 0: an instant query at `from`
  record Eval(int line, long from, long to, long step, String query, Expected expected)
      implements Step {}

  /// What can't be read, which is an error of the script or of its reader.
  record Unreadable(int line, String why) implements Step {}

  enum What {
    FAIL,
    WARN,
    INFO,
    NO_WARN,
    NO_INFO,
    ORDERED
  }

  /// @param message exactly; null where any will do or `regex` says which
  record Note(What what, @Nullable String message, @Nullable Pattern regex) {
    boolean matches(String text) {
      return message != null ? message.equals(text) : regex == null || regex.matcher(text).find();
    }
  }

  /// @param from of a range vector that an instant query yields
  record Window(long from, long to, long step) {}

  record Expected(
      List<Note> notes,
      List<Row> rows,
      @Nullable Double scalar,
      @Nullable String string,
      @Nullable Window window) {

    boolean has(What what) {
      return notes.stream().anyMatch(note -> note.what() == what);
    }

    List<Note> notes(What what) {
      return notes.stream().filter(note -> note.what() == what).toList();
    }

    boolean nativeHistograms() {
      return rows.stream().anyMatch(row -> !row.histograms().isEmpty());
    }
  }
}
