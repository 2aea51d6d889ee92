package dev.lockkeeper.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Headers for somebody else's server, a `Name: value` each line: what proves who asks does not
/// belong on a command line.
final class HeaderFile {
  private static final int MOST_BYTES = 1 << 16;

  private HeaderFile() {}

  /// @throws IllegalArgumentException with a message for a person, which quotes no value
  static Map<String, String> read(Optional<Path> file) throws IOException {
    var headers = new TreeMap<String, String>();
    if (file.isEmpty()) {
      return headers;
    }
    if (!Files.isReadable(file.get()) || Files.size(file.get()) > MOST_BYTES) {
      throw new IllegalArgumentException("--header-file " + file.get() + " can't be read");
    }
    int number = 0;
    for (var line : Files.readAllLines(file.get())) {
      number++;
      int colon = line.indexOf(':');
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (colon < 1) {
        throw new IllegalArgumentException(file.get() + ":" + number + ": not `Name: value`");
      }
      headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return headers;
  }
}
