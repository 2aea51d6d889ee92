package dev.lockkeeper.fuzz;

import dev.lockkeeper.config.RuleFilesFuzz;
import dev.lockkeeper.rule.template.TemplateFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// Every known input once, in a process of its own whose heap is bounded: `Replay FOLDER`.
final class Replay {
  private Replay() {}

  public static void main(String[] words) throws IOException {
    Path folder = Path.of(words[0]);
    all(folder.resolve("promql"), PromqlFuzz::fuzzerTestOneInput);
    all(folder.resolve("rules"), RuleFilesFuzz::fuzzerTestOneInput);
    all(folder.resolve("full"), RuleFilesFuzz::fuzzerTestOneInput);
    all(folder.resolve("templates"), TemplateFuzz::fuzzerTestOneInput);
  }

  private static void all(Path folder, Consumer<byte[]> target) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        System.out.print(folder.getFileName() + "/" + file.getFileName() + " ");
        System.out.flush();
        long began = System.nanoTime();
        target.accept(Files.readAllBytes(file));
        System.out.println(Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
      }
    }
  }
}
