package dev.lockkeeper.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.collect.Catalogue;
import dev.lockkeeper.collect.Collector;
import dev.lockkeeper.collect.NoDataException;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole machines: what all collectors say of a fixture tree. `-Dgolden.write=true` writes the
/// expectations anew; read the difference before you commit it.
class GoldenTest {
  @TempDir Path udev;

  @ParameterizedTest
  @ValueSource(strings = {"web-server", "old-kernel"})
  void aMachineIsDescribedAsExpected(String situation) throws IOException {
    writeUdev();
    var fixture = new Fixture(situation);
    List<Collector> collectors = fixture.collectors(udev);
    var samples = new Samples();
    var absent = new ArrayList<String>();
    for (Collector collector : collectors) {
      try {
        collector.collect(Fixture.NOW, samples);
      } catch (NoDataException none) {
        absent.add("# no data: " + collector.name() + "\n");
      }
    }
    String seen = String.join("", absent) + samples;
    Path golden = fixture.folder().resolve("expected.txt");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, seen);
    }
    assertThat(seen).isEqualTo(Files.readString(golden));

    Catalogue catalogue = Catalogue.of(collectors);
    for (SeriesId id : samples.series.keySet()) {
      assertThat(catalogue.family(id.metric())).as(id.metric()).isPresent();
      id.labels()
          .forEach((name, value) ->
              assertThat(catalogue.family(id.metric()).orElseThrow().labelNames())
                  .as(id.toString())
                  .contains(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-server", "old-kernel"})
  void aSecondRunSaysTheSameWithTheSameSeries(String situation) throws IOException {
    for (Collector collector : new Fixture(situation).collectors(udev)) {
      var first = new Samples();
      var second = new Samples();
      try {
        collector.collect(Fixture.NOW, first);
        collector.collect(Fixture.NOW, second);
      } catch (NoDataException none) {
        continue;
      }
      assertThat(second.values).isEqualTo(first.values);
      var again = List.copyOf(second.series.keySet()).iterator();
      for (SeriesId id : first.series.keySet()) {
        assertThat(again.next()).as("made once, used for ever").isSameAs(id);
      }
    }
  }

  /// Here, and not among the resources, for a colon can't be in a file's name everywhere.
  private void writeUdev() throws IOException {
    Files.writeString(
        udev.resolve("b8:0"),
        """
        S:disk/by-id/ata-TOSHIBA
        I:2000
        E:ID_ATA=1
        E:ID_ATA_WRITE_CACHE=1
        E:ID_ATA_WRITE_CACHE_ENABLED=0
        E:ID_ATA_ROTATION_RATE_RPM=7200
        E:ID_MODEL=TOSHIBA_MG07
        E:ID_SERIAL_SHORT=41K0A
        E:ID_PATH=pci-0000:00:1f.2-ata-1
        E:ID_WWN=0x5000039
        E:ID_REVISION=0101
        """);
    Files.writeString(
        udev.resolve("b253:0"),
        """
        E:DM_NAME=vg-photos
        E:DM_UUID=LVM-abc
        E:DM_VG_NAME=vg
        E:DM_LV_NAME=photos
        E:DM_LV_LAYER=
        E:ID_FS_TYPE=xfs
        E:ID_FS_USAGE=filesystem
        E:ID_FS_UUID=11-22
        """);
  }
}
