package dev.lockkeeper.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.act.JournalEntry;
import dev.lockkeeper.act.JournalEntry.Intent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {
  @TempDir Path folder;
  private Path runtime;
  private Path state;

  @BeforeEach
  void folders() {
    runtime = folder.resolve("run");
    state = folder.resolve("state");
  }

  private FileJournal journal() throws IOException {
    return new FileJournal(runtime, state);
  }

  private static JournalEntry entry(String service, Intent intent) {
    return Entries.of(service, intent);
  }

  private static Path file(Path directory) {
    return directory.resolve("journal/web1.json");
  }

  private List<Intent> reopened() throws IOException {
    try (var journal = journal()) {
      return journal.open().stream().map(JournalEntry::intent).toList();
    }
  }

  @Test
  void anEntryIsReadBackAsItWasByTheNextProcess() throws IOException {
    try (var journal = journal()) {
      assertThat(journal.open()).isEmpty();
      journal.write(entry("web1", Intent.DRAIN));
      journal.write(entry("web/2 ä", Intent.STOP));
    }
    try (var journal = journal()) {
      assertThat(journal.open())
          .containsExactlyInAnyOrder(entry("web1", Intent.DRAIN), entry("web/2 ä", Intent.STOP));
    }
    assertThat(Files.exists(file(runtime))).isTrue();
    assertThat(Files.exists(file(state))).isTrue();
  }

  @Test
  void aClosedEntryLeavesNothing() throws IOException {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
      journal.write(entry("web1", Intent.CLOSE));
      assertThat(journal.open()).isEmpty();
      await().until(() -> !Files.exists(file(runtime)) && !Files.exists(file(state)));
    }
    assertThat(reopened()).isEmpty();
  }

  @Test
  void theFoldersAreForThisUserAlone() throws IOException {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
    }
    for (Path each : List.of(runtime, state, runtime.resolve("journal"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void eitherDirectoryAloneIsEnough() throws IOException {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.STOP));
    }
    Path kept = folder.resolve("kept");
    Files.move(file(runtime), kept);
    assertThat(reopened()).as("after a reboot").containsExactly(Intent.STOP);
    Files.move(kept, file(runtime));
    Files.delete(file(state));
    assertThat(reopened()).as("the disk lost it").containsExactly(Intent.STOP);
  }

  @Test
  void theNewerOfBothCountsOverProcesses() throws IOException {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
      journal.write(entry("web1", Intent.STOP));
    }
    byte[] old = Files.readAllBytes(file(state));
    try (var journal = journal()) {
      // a new process' own count begins anew, the journal's does not
      journal.write(entry("web1", Intent.START));
    }
    Files.write(file(state), old);
    assertThat(reopened()).containsExactly(Intent.START);
  }

  @Test
  void aFileCutAnywhereIsSetAsideAndTheOtherCounts() throws IOException {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
    }
    byte[] whole = Files.readAllBytes(file(runtime));
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(runtime), Arrays.copyOf(whole, length));
      assertThat(new Folder(runtime.resolve("journal"), false).read())
          .as("cut at %d", length)
          .isEmpty();
      assertThat(Files.exists(file(runtime))).isFalse();
    }
    Files.write(file(runtime), Arrays.copyOf(whole, whole.length / 2));
    assertThat(reopened()).containsExactly(Intent.DRAIN);
  }

  @Test
  void aFileWithAnyByteChangedIsNotBelieved() throws IOException {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
    }
    byte[] whole = Files.readAllBytes(file(runtime));
    Files.delete(file(state));
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file(runtime), changed);
      try {
        assertThat(new Folder(runtime.resolve("journal"), false).read())
            .as("byte %d", at)
            .isEmpty();
      } catch (IOException newer) {
        // the changed byte was that of the format
        assertThat(newer).hasMessageContaining("newer Lockkeeper");
      }
    }
  }

  @Test
  void aFileOfANewerVersionIsRefusedByName() throws IOException {
    Files.createDirectories(runtime.resolve("journal"));
    Files.writeString(file(runtime), "lockkeeper-journal 2 7 2 crc32c=00000000\n{}");
    assertThatThrownBy(this::journal)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("web1.json")
        .hasMessageContaining("format 2")
        .hasMessageContaining("newer Lockkeeper");
  }

  @Test
  void wholeButNotUnderstoodIsLeftOutAndDoesNotKeepTheStartFromSucceeding() throws IOException {
    Files.createDirectories(runtime.resolve("journal"));
    Files.write(file(runtime), new Frame(3, "{\"spec\":{}}").encoded("journal"));
    assertThat(reopened()).isEmpty();
  }

  @Test
  void aStateDirectoryThatCannotBeWrittenCostsNothingButAWarning() throws IOException {
    Files.writeString(state, "a file where a folder should be");
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
      assertThat(journal.open()).hasSize(1);
    }
  }

  @Test
  void aRuntimeDirectoryThatCannotBeWrittenLeavesTheDisk() throws IOException {
    Files.writeString(runtime, "a file where a folder should be");
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
      assertThat(journal.open()).hasSize(1);
    }
  }

  @Test
  void withNeitherItFailsAndSaysWhy() throws IOException {
    Files.writeString(runtime, "a file");
    Files.writeString(state, "a file");
    try (var journal = journal()) {
      assertThatThrownBy(() -> journal.write(entry("web1", Intent.DRAIN)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(runtime.toString())
          .hasMessageContaining(state.toString());
    }
  }

  @Test
  void aFrozenDiskIsWaitedForOnceAndNothingIsLost() throws Exception {
    var thaw = new CountDownLatch(1);
    var disk = new DiskThread("test-disk", 200, System::nanoTime);
    var journal =
        new FileJournal(
            new Folder(runtime.resolve("journal"), false),
            new Folder(state.resolve("journal"), true),
            disk);
    var _ = disk.submit("freeze", () -> awaitQuietly(thaw));
    try (journal) {
      long start = System.nanoTime();
      for (Intent intent : Intent.values()) {
        if (intent != Intent.CLOSE) {
          journal.write(entry("web1", intent));
        }
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      assertThat(millis).as("waited once, not each time").isBetween(0L, 1_500L);
      assertThat(Files.exists(file(state))).isFalse();
      assertThat(new Folder(runtime.resolve("journal"), false).read()).containsKey("web1");
      thaw.countDown();
      await().until(() -> Files.exists(file(state)));
      await()
          .untilAsserted(() ->
              assertThat(Files.readAllBytes(file(state)))
                  .isEqualTo(Files.readAllBytes(file(runtime))));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatAClosedEntryLeftOnAFrozenDiskDoesNotComeBack() throws Exception {
    try (var journal = journal()) {
      journal.write(entry("web1", Intent.DRAIN));
    }
    var never = new CountDownLatch(1);
    var disk = new DiskThread("test-disk", 50, System::nanoTime);
    var journal =
        new FileJournal(
            new Folder(runtime.resolve("journal"), false),
            new Folder(state.resolve("journal"), true),
            disk);
    var _ = disk.submit("freeze", () -> awaitQuietly(never));
    journal.write(entry("web1", Intent.CLOSE));
    // the process is killed here, with the old entry still on the disk
    assertThat(Files.exists(file(state))).isTrue();
    assertThat(reopened()).isEmpty();
    never.countDown();
    journal.close();
  }

  @Test
  void aTemporaryFileThatAKilledProcessLeftIsNotRead() throws IOException {
    Files.createDirectories(runtime.resolve("journal"));
    Files.writeString(
        runtime.resolve("journal/web1.json.tmp"), "lockkeep", StandardCharsets.US_ASCII);
    assertThat(reopened()).isEmpty();
  }
}
