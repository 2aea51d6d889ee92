package dev.lockkeeper.config;

import dev.lockkeeper.model.ControlSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `services[…].control`: how a service is started and stopped.
///
/// @param spec null: it can only be observed
record ControlSection(@Nullable ControlSpec spec, Duration startWithin, Duration stopWithin) {
  private static final Keys KEYS =
      Keys.of("systemd", "bus", "command", "start_within", "stop_within")
          .later("windows_service", "iis_app_pool");
  private static final Keys COMMAND = Keys.of("start", "stop", "reload", "pid_file");

  private static final Duration WITHIN = Duration.ofSeconds(30);

  /// systemd.unit(5): at most 255 characters, the suffix included.
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,247}");

  static ControlSection read(Section service, Path base) {
    var control = service.section("control", KEYS);
    return new ControlSection(
        spec(service, control, base),
        within(control, "start_within"),
        within(control, "stop_within"));
  }

  private static @Nullable ControlSpec spec(Section service, Section control, Path base) {
    var way = control.oneOf("systemd", "command").orElse("");
    if (way.equals("systemd")) {
      var unit = control.value("systemd", ControlSection::unit).orElse("");
      var bus = control.text("bus").orElse(null);
      return new ControlSpec.Systemd(unit, bus);
    }
    if (control.has("bus")) {
      control.error("bus", "belongs to `systemd`");
    }
    if (way.equals("command")) {
      return command(control.section("command", COMMAND), base);
    }
    if (service.node("control") != null && !control.has("windows_service", "iis_app_pool")) {
      service.error("control", "needs `systemd` or `command`");
    }
    return null;
  }

  private static ControlSpec command(Section command, Path base) {
    for (var key : new String[] {"start", "stop", "pid_file"}) {
      command.require(key);
    }
    return new ControlSpec.Command(
        command.arguments("start"),
        command.arguments("stop"),
        command.arguments("reload"),
        command.path("pid_file", base).map(Path::toString).orElse(""));
  }

  /// As systemctl does: `nginx` is `nginx.service`.
  private static String unit(String text) {
    if (!UNIT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "`" + Problems.shorten(text) + "` is not a unit's name, such as nginx.service");
    }
    int dot = text.lastIndexOf('.');
    var suffix = dot < 0 ? "" : text.substring(dot + 1);
    return switch (suffix) {
      case "service" -> text;
      case "socket", "target", "timer", "mount", "path", "slice", "scope", "device", "swap" ->
          throw new IllegalArgumentException("`" + text + "` is not a service unit");
      default -> text + ".service";
    };
  }

  private static Duration within(Section control, String key) {
    return control.duration(key, WITHIN, Duration.ofMillis(100), Duration.ofHours(1));
  }
}
