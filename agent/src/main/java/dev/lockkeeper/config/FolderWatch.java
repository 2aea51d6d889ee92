package dev.lockkeeper.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wakes somebody when something in a set of directories changes (inotify on Linux). What it was is
/// not told: whoever is woken looks for himself. It may miss changes (network file systems, a
/// kernel that has no watches left), so nobody should rely on it alone.
public final class FolderWatch implements AutoCloseable {
  private final @Nullable WatchService service;
  private final Runnable wake;
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private String problem = "";

  /// @param wake called from a thread of its own; must not block
  public FolderWatch(Runnable wake) {
    this.wake = wake;
    WatchService made = null;
    try {
      made = FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException none) {
      problem = String.valueOf(none.getMessage());
    }
    service = made;
    if (made != null) {
      Thread.ofVirtual().name("rules-watch").start(this::listen);
    }
  }

  private void listen() {
    try {
      while (service != null) {
        var key = service.take();
        key.pollEvents();
        key.reset();
        wake.run();
      }
    } catch (ClosedWatchServiceException closed) {
      // that is its end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Watches these directories and no others. A directory that was replaced by another of the same
  /// name is watched anew.
  public void on(Set<Path> folders) {
    if (service == null) {
      return;
    }
    problem = "";
    var now = new HashMap<Path, WatchKey>();
    for (var folder : folders) {
      try {
        now.put(
            folder,
            folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE,
                StandardWatchEventKinds.ENTRY_MODIFY));
      } catch (IOException broken) {
        problem = folder + ": " + broken.getMessage();
      }
    }
    keys.values().stream().filter(key -> !now.containsValue(key)).forEach(WatchKey::cancel);
    keys.clear();
    keys.putAll(now);
  }

  /// Why changes may be noticed late; empty when nothing stands in the way.
  public String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    if (service != null) {
      service.close();
    }
  }
}
