package dev.lockkeeper.linux;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What belongs to a word of a [Text], found without making a string of the word: keeps the
/// samples' series over all runs.
final class WordMap<V> {
  /// Names that come and go (virtual network devices) must not fill the memory.
  private static final int MOST_ENTRIES = 8192;

  private final Function<String, V> maker;
  private byte[] @Nullable [] keys = new byte[64][];
  private @Nullable Object[] values = new Object[64];
  private int size;

  /// @param maker makes what belongs to a word that is seen for the first time
  WordMap(Function<String, V> maker) {
    this.maker = maker;
  }

  /// What belongs to the word at hand.
  @SuppressWarnings("unchecked")
  V of(Text text) {
    int slot = text.wordHash() & (keys.length - 1);
    while (true) {
      byte[] key = keys[slot];
      if (key == null) {
        return add(text.wordText());
      }
      if (text.wordIs(key)) {
        return (V) java.util.Objects.requireNonNull(values[slot]);
      }
      slot = (slot + 1) & (keys.length - 1);
    }
  }

  private V add(String word) {
    if (size >= MOST_ENTRIES) {
      keys = new byte[64][];
      values = new Object[64];
      size = 0;
    } else if (size * 2 >= keys.length) {
      grow();
    }
    V value = maker.apply(word);
    put(word.getBytes(java.nio.charset.StandardCharsets.UTF_8), value);
    return value;
  }

  private void grow() {
    byte[] @Nullable [] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new byte[oldKeys.length * 2][];
    values = new Object[oldKeys.length * 2];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      byte[] key = oldKeys[i];
      Object value = oldValues[i];
      if (key != null && value != null) {
        put(key, value);
      }
    }
  }

  private void put(byte[] key, Object value) {
    int hash = 0;
    for (byte b : key) {
      hash = hash * 31 + b;
    }
    int slot = hash & (keys.length - 1);
    while (keys[slot] != null && !Arrays.equals(keys[slot], key)) {
      slot = (slot + 1) & (keys.length - 1);
    }
    if (keys[slot] == null) {
      size++;
    }
    keys[slot] = key;
    values[slot] = value;
  }
}
