package dev.lockkeeper.series.planted;

import dev.lockkeeper.act.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Planted: what the architecture's rules must find.
public final class StageThatDoesEverythingWrong {
  public Traffic traffic;

  public String read(Path file) throws IOException, InterruptedException {
    Thread.sleep(1);
    Process process = new ProcessBuilder("true").start();
    return Files.readString(file) + process + System.nanoTime() + Instant.now();
  }
}
