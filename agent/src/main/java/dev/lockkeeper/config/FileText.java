package dev.lockkeeper.config;

import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that a person wrote: UTF-8, of bounded size.
final class FileText {
  /// 1 MiB, in bytes.
  static final int LARGEST = 1024 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private FileText() {}

  /// @return null when it can't be read: the problem says why
  static @Nullable String read(Path file, Problems problems) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // a pipe would keep us waiting
        problems.error(Files.isDirectory(file) ? "is a directory" : "is not a regular file");
        return null;
      }
      byte[] bytes;
      try (var in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
      if (bytes.length > LARGEST) {
        problems.error("larger than 1 MiB");
        return null;
      }
      return decode(bytes, problems);
    } catch (NoSuchFileException missing) {
      problems.error("no such file");
    } catch (AccessDeniedException denied) {
      problems.error("permission denied");
    } catch (IOException broken) {
      problems.error("can't be read: " + broken.getMessage());
    }
    return null;
  }

  static @Nullable String decode(byte[] bytes, Problems problems) {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var result = decoder.decode(in, out, true);
    out.flip();
    var text = out.toString();
    if (result.isError()) {
      int lineStart = text.lastIndexOf('\n') + 1;
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      problems.error(
          new Position(line, text.codePointCount(lineStart, text.length()) + 1),
          "",
          "not UTF-8: byte 0x%02X".formatted(bytes[in.position()]));
      return null;
    }
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
