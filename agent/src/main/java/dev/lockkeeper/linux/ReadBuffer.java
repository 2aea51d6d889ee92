package dev.lockkeeper.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where the bytes of files land: shared by all the files of one thread, for it grows with the
/// largest.
final class ReadBuffer {
  private static final int FIRST_CAPACITY = 4096;

  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

  ByteBuffer cleared() {
    return bytes.clear();
  }

  /// A buffer twice as large that holds what the present one does.
  ByteBuffer grown() {
    int position = bytes.position();
    bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.capacity() * 2));
    return bytes.position(position);
  }
}
