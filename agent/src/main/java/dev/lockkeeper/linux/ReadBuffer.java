package dev.lockkeeper.linux;

import java.nio.ByteBuffer;

/// Where the bytes of files land: shared by all the files of one thread, for it grows with the
/// largest. The kernel writes to memory outside the heap; reading to the heap would make the
/// library allocate such memory again and again.
final class ReadBuffer {
  private static final int FIRST_CAPACITY = 4096;

  private ByteBuffer direct = ByteBuffer.allocateDirect(FIRST_CAPACITY);
  private byte[] bytes = new byte[FIRST_CAPACITY];

  ByteBuffer cleared() {
    return direct.clear();
  }

  /// A buffer twice as large that holds what the present one does.
  ByteBuffer grown() {
    direct = ByteBuffer.allocateDirect(direct.capacity() * 2).put(direct.flip());
    return direct;
  }

  /// What has been read, on the heap, where parsing is quick.
  byte[] bytes() {
    if (bytes.length < direct.capacity()) {
      bytes = new byte[direct.capacity()];
    }
    int length = direct.position();
    direct.get(0, bytes, 0, length);
    return bytes;
  }
}
