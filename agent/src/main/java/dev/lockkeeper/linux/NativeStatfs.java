package dev.lockkeeper.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.io.IOException;

/// statfs(2), as laid out on 64-bit Linux: words of eight bytes.
final class NativeStatfs implements Statfs {
  private static final int BYTES = 256;
  private static final int BLOCK_SIZE = 8;
  private static final int BLOCKS = 16;
  private static final int BLOCKS_FREE = 24;
  private static final int BLOCKS_AVAILABLE = 32;
  private static final int FILES = 40;
  private static final int FILES_FREE = 48;

  @Override
  public Sizes ask(String mountPoint) throws IOException {
    try (var memory = new Memory(BYTES)) {
      LibC.statfs(mountPoint, memory);
      double block = memory.getLong(BLOCK_SIZE);
      return new Sizes(
          unsigned(memory.getLong(BLOCKS)) * block,
          unsigned(memory.getLong(BLOCKS_FREE)) * block,
          unsigned(memory.getLong(BLOCKS_AVAILABLE)) * block,
          unsigned(memory.getLong(FILES)),
          unsigned(memory.getLong(FILES_FREE)));
    } catch (LastErrorException failed) {
      throw new IOException(mountPoint + ": statfs: " + failed.getMessage(), failed);
    }
  }

  /// Some file systems say "no limit" as the largest number there is.
  private static double unsigned(long value) {
    return value >= 0 ? value : value + 0x1p64;
  }
}
