package dev.lockkeeper.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lockkeeper.act.Journal;
import dev.lockkeeper.act.JournalEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal as two files for each service: one in the runtime directory (tmpfs, written at once,
/// gone with a reboot) and one in the state directory (fsynced, waited for at most 200 ms, since
/// the disk may be what is in trouble). The newer one that is whole counts.
///
/// An entry that closes a remediation is written to the runtime directory before anything is
/// deleted: while an older one may still be on the disk, something newer must say that it is over.
public final class FileJournal implements Journal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final long PATIENCE_MILLIS = 200;

  /// At start there is more time, but not for ever: the runtime directory may be all there is.
  private static final long PATIENCE_AT_START_SECONDS = 5;

  private final Folder runtime;
  private final Folder state;
  private final DiskThread disk;
  private final AtomicBoolean complained = new AtomicBoolean();
  private long sequence;

  /// Reads what is there, to go on counting; nothing is created before the first entry.
  ///
  /// @throws IOException when the runtime directory can't be read, or a newer version of the
  ///   program has written in either
  public FileJournal(Path runtime, Path state) throws IOException {
    this(
        new Folder(runtime.resolve("journal"), false),
        new Folder(state.resolve("journal"), true),
        new DiskThread("journal-disk", PATIENCE_MILLIS, System::nanoTime));
  }

  FileJournal(Folder runtime, Folder state, DiskThread disk) throws IOException {
    this.runtime = runtime;
    this.state = state;
    this.disk = disk;
    try {
      this.sequence = newest().values().stream().mapToLong(Frame::sequence).max().orElse(0);
      WarmUp.once();
    } catch (IOException e) {
      disk.close();
      throw e;
    }
  }

  @Override
  public synchronized void write(JournalEntry entry) throws IOException {
    String service = entry.service();
    var frame = new Frame(++sequence, encoded(entry));
    IOException notInRuntime = null;
    try {
      runtime.write(service, frame);
    } catch (IOException e) {
      notInRuntime = e;
    }
    var onDisk = disk.submit(service, () -> state.write(service, frame));
    String notOnDisk = await(onDisk);
    if (notInRuntime != null && !notOnDisk.isEmpty()) {
      throw new IOException(
          "the journal can't be written: not to %s (%s), not to %s (%s)"
              .formatted(runtime.path(), notInRuntime.getMessage(), state.path(), notOnDisk),
          notInRuntime);
    }
    report(notInRuntime, notOnDisk);
    if (entry.closed()) {
      forget(service, frame.sequence());
    }
  }

  /// Why it is not on the disk; empty when it is.
  private String await(CompletableFuture<Boolean> onDisk) {
    try {
      return disk.await(onDisk) ? "" : "no answer within " + PATIENCE_MILLIS + " ms";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Once when it begins and once when it is over, not with each entry.
  private void report(@Nullable IOException notInRuntime, String notOnDisk) {
    if (notInRuntime == null && notOnDisk.isEmpty()) {
      if (complained.getAndSet(false)) {
        LOG.info("the journal is written to both directories again");
      }
    } else if (!complained.getAndSet(true)) {
      if (notInRuntime != null) {
        LOG.warn("the journal is not written to {}: {}", runtime.path(), notInRuntime.getMessage());
      }
      if (!notOnDisk.isEmpty()) {
        LOG.warn(
            "the journal is not written to {}: {}. It goes on in {}, which a reboot empties",
            state.path(),
            notOnDisk,
            runtime.path());
      }
    }
  }

  /// First what is on the disk, then what says that it is over; all by the disk's thread.
  private void forget(String service, long closedBy) {
    var forgotten =
        disk.submit(
            service,
            () -> {
              state.delete(service);
              endInRuntime(service, closedBy);
            });
    await(forgotten);
  }

  private void endInRuntime(String service, long closedBy) throws IOException {
    Frame latest = runtime.read().get(service);
    if (latest != null && latest.sequence() == closedBy) {
      runtime.delete(service);
    }
  }

  @Override
  public synchronized List<JournalEntry> open() throws IOException {
    var open = new ArrayList<JournalEntry>();
    for (var service : newest().entrySet()) {
      try {
        JournalEntry entry = decoded(service.getValue());
        if (!entry.closed()) {
          open.add(entry);
        }
      } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
        // whole by its checksum, and yet not what this version understands
        runtime.setAside(service.getKey(), String.valueOf(e.getMessage()));
        LOG.warn("the journal of {} is not understood and was left out", service.getKey(), e);
      }
    }
    return open;
  }

  private Map<String, Frame> newest() throws IOException {
    var newest = new HashMap<>(runtime.read());
    for (var onDisk : readDisk().entrySet()) {
      newest.merge(
          onDisk.getKey(),
          onDisk.getValue(),
          (one, other) -> one.sequence() >= other.sequence() ? one : other);
    }
    return newest;
  }

  private Map<String, Frame> readDisk() throws IOException {
    var found = new AtomicReference<Map<String, Frame>>(Map.of());
    try {
      disk.submit(":read", () -> found.set(state.read()))
          .get(PATIENCE_AT_START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("{} does not answer: only {} was read", state.path(), runtime.path());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause
          && cause.getCause() instanceof Frame.NewerFormatException) {
        throw cause;
      }
      LOG.warn("{} can't be read", state.path(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading " + state.path(), e);
    }
    return found.get();
  }

  private static String encoded(JournalEntry entry) throws IOException {
    return Json.MAPPER.writeValueAsString(entry);
  }

  static JournalEntry decoded(Frame frame) throws IOException {
    return Json.MAPPER.readValue(frame.body(), JournalEntry.class);
  }

  /// What still waits for the disk is written if the disk answers.
  @Override
  public void close() {
    disk.close();
  }
}
