package dev.lockkeeper.incidents;

import dev.lockkeeper.model.Incident;
import dev.lockkeeper.report.IncidentStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// `incidents.jsonl` in the state directory: one incident in one of its forms on each line; the
/// last line of an incident counts. At 4 MiB the file becomes `incidents.1.jsonl`, in place of an
/// older one.
///
/// A thread of its own writes, so that a frozen disk stops nothing but the record. It is handed
/// incidents without a lock: the loop must not wait for a thread that waits for a disk. Nothing is
/// fsynced; that would only add to a disk's trouble.
public final class IncidentFile implements IncidentStore {
  static final long ROTATE_AT = 4L << 20;

  /// Most forms of incidents that wait for the disk; newer ones are dropped.
  static final int MOST_WAITING = 1_024;

  private final Path directory;
  private final Path file;
  private final Path old;
  private final long rotateAt;

  private final ConcurrentLinkedQueue<Incident> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private volatile String problem = "";
  private volatile boolean closing;
  private final Thread writer;

  /// @param directory the state directory; made when missing, on the writer's thread
  public IncidentFile(Path directory) {
    this(directory, ROTATE_AT);
  }

  IncidentFile(Path directory, long rotateAt) {
    this.directory = directory;
    this.rotateAt = rotateAt;
    file = directory.resolve("incidents.jsonl");
    old = directory.resolve("incidents.1.jsonl");
    writer = Thread.ofPlatform().name("incident-writer").daemon().unstarted(this::write);
    writer.start();
  }

  @Override
  public List<Incident> load() {
    var latest = new LinkedHashMap<String, Incident>();
    for (var path : List.of(old, file)) {
      try {
        tail(path)
            .lines()
            .flatMap(line -> IncidentLine.parse(line).stream())
            .forEach(incident -> latest.put(incident.id(), incident));
      } catch (IOException e) {
        problem = "can't read " + path + ": " + e.getMessage();
      }
    }
    return List.copyOf(latest.values());
  }

  @Override
  public void keep(Incident incident) {
    if (waitingCount.incrementAndGet() > MOST_WAITING) {
      waitingCount.decrementAndGet();
      dropped.incrementAndGet();
      return;
    }
    waiting.add(incident);
    LockSupport.unpark(writer);
  }

  @Override
  public long dropped() {
    return dropped.get();
  }

  @Override
  public String problem() {
    return problem;
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(1_000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    while (true) {
      boolean last = closing;
      var latest = new LinkedHashMap<String, Incident>();
      int taken = 0;
      for (var next = waiting.poll(); next != null; next = waiting.poll()) {
        latest.put(next.id(), next);
        taken++;
      }
      if (taken > 0) {
        append(latest.values(), taken);
        waitingCount.addAndGet(-taken);
      } else if (last) {
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void append(Iterable<Incident> incidents, int taken) {
    try {
      Files.createDirectories(directory);
      if (Files.exists(file) && Files.size(file) >= rotateAt) {
        Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
      }
      // opened anew each time: an operator may have moved the file away
      try (var out = new RandomAccessFile(file.toFile(), "rw")) {
        endTornLine(out);
        for (var incident : incidents) {
          out.write(IncidentLine.write(incident));
        }
      }
      problem = "";
    } catch (IOException | RuntimeException e) {
      dropped.addAndGet(taken);
      problem = "incidents are not kept in " + file + ": " + e;
    }
  }

  /// A crash may have left half a line, which must not swallow the next one.
  private static void endTornLine(RandomAccessFile out) throws IOException {
    long length = out.length();
    if (length > 0) {
      out.seek(length - 1);
      if (out.read() != '\n') {
        out.write('\n');
      }
    }
  }

  /// The end of a file, at most twice of what it may have; what is not UTF-8 becomes a line that
  /// does not parse.
  private String tail(Path path) throws IOException {
    if (!Files.exists(path)) {
      return "";
    }
    try (var in = new RandomAccessFile(path.toFile(), "r")) {
      in.seek(Math.max(0, in.length() - 2 * rotateAt));
      var bytes = new byte[(int) (in.length() - in.getFilePointer())];
      in.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
