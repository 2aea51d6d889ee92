package dev.lockkeeper.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Where the bytes of files land: shared by all the files of one thread, for it grows with the
/// largest.
final class ReadBuffer {
  private static final int FIRST_CAPACITY = 4096;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private ByteBuffer view = ByteBuffer.wrap(bytes);

  /// What [#cleared] and [#grown] write to.
  byte[] bytes() {
    return bytes;
  }

  ByteBuffer cleared() {
    return view.clear();
  }

  /// A buffer twice as large that holds what the present one does.
  ByteBuffer grown() {
    int position = view.position();
    bytes = Arrays.copyOf(bytes, bytes.length * 2);
    view = ByteBuffer.wrap(bytes);
    return view.position(position);
  }
}
