package dev.lockkeeper.journal;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of the journal's two folders: a file for each service.
///
/// @param durable whether what is written must outlive a power cut
record Folder(Path path, boolean durable) {
  private static final Logger LOG = LoggerFactory.getLogger(Folder.class);
  private static final String KIND = "journal";
  private static final String ENDING = ".json";

  void write(String service, Frame frame) throws IOException {
    WholeFile.write(file(service), frame.encoded(KIND), durable);
  }

  void delete(String service) throws IOException {
    WholeFile.delete(file(service), durable);
  }

  /// What each service's file holds. Damaged ones are renamed, with a warning, and left out.
  ///
  /// @throws IOException when the folder is there and can't be read, or a newer version of the
  ///   program wrote in it
  Map<String, Frame> read() throws IOException {
    var frames = new TreeMap<String, Frame>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
        String name = String.valueOf(file.getFileName());
        String service = decoded(name.substring(0, name.length() - ENDING.length()));
        try {
          frames.put(service, Frame.decoded(KIND, Files.readAllBytes(file)));
        } catch (Frame.DamagedException e) {
          setAside(file, String.valueOf(e.getMessage()));
        } catch (Frame.NewerFormatException e) {
          throw new IOException(
              "the journal %s can't be read: %s".formatted(file, e.getMessage()), e);
        } catch (NoSuchFileException e) {
          // ended in the meantime
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return Map.of();
    }
    return frames;
  }

  void setAside(String service, String why) {
    setAside(file(service), why);
  }

  private static void setAside(Path file, String why) {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged");
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warn("the journal {} is damaged ({}): set aside as {}", file, why, aside.getFileName());
    } catch (IOException e) {
      LOG.warn("the journal {} is damaged ({}), and can't be set aside", file, why, e);
    }
  }

  private Path file(String service) {
    return path.resolve(URLEncoder.encode(service, StandardCharsets.UTF_8) + ENDING);
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException foreign) {
      return name;
    }
  }
}
