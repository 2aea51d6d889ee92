package dev.lockkeeper.oshi;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;

/// Asks OSHI for what does not change. The only class here that needs OSHI's classes when the
/// machine has a fast path: they are loaded with it, and what they hold can be let go.
final class HostFacts {
  /// What OSHI says where it does not know.
  private static final String UNKNOWN = "unknown";

  record Fact(SeriesId series, double value) {}

  private HostFacts() {}

  static List<Fact> ask() {
    var info = new SystemInfo();
    OperatingSystem system = info.getOperatingSystem();
    HardwareAbstractionLayer hardware = info.getHardware();
    OperatingSystem.OSVersionInfo version = system.getVersionInfo();
    ComputerSystem computer = hardware.getComputerSystem();
    CentralProcessor processor = hardware.getProcessor();
    CentralProcessor.ProcessorIdentifier identifier = processor.getProcessorIdentifier();
    return List.of(
        info(
            "node_os_info",
            "name",
            system.getFamily(),
            "version",
            version.getVersion(),
            "version_codename",
            version.getCodeName(),
            "build_id",
            version.getBuildNumber()),
        info(
            "node_dmi_info",
            "system_vendor",
            computer.getManufacturer(),
            "product_name",
            computer.getModel(),
            "bios_vendor",
            computer.getFirmware().getManufacturer(),
            "bios_version",
            computer.getFirmware().getVersion(),
            "bios_date",
            computer.getFirmware().getReleaseDate()),
        info(
            "lockkeeper_host_info",
            "os_family",
            system.getFamily(),
            "processor",
            identifier.getName(),
            "processor_vendor",
            identifier.getVendor(),
            "bits",
            Integer.toString(system.getBitness()),
            "virtualization",
            hardware.getVirtualization().orElse(UNKNOWN)),
        new Fact(
            SeriesId.of("lockkeeper_host_logical_processors"),
            processor.getLogicalProcessorCount()),
        new Fact(
            SeriesId.of("lockkeeper_host_physical_processors"),
            processor.getPhysicalProcessorCount()),
        new Fact(SeriesId.of("lockkeeper_host_memory_bytes"), hardware.getMemory().getTotal()));
  }

  /// A series of value 1; labels that are not known are left out.
  private static Fact info(String metric, @Nullable String... namesAndValues) {
    var labels = new TreeMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      if (name != null && value != null && !value.equalsIgnoreCase(UNKNOWN)) {
        labels.put(name, value.strip());
      }
    }
    return new Fact(new SeriesId(metric, Labels.of(labels)), 1);
  }
}
