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
  private static final Keys COMMAND =
      Keys.of(
          Key.command("start", "Starts it: program and arguments.").asRequired(),
          Key.command("stop", "Stops it.").asRequired(),
          Key.command("reload", "Has it read its configuration anew."),
          Key.text("pid_file", "Where the main process writes its id.").asRequired());

  private static final Duration WITHIN = Duration.ofSeconds(30);

  /// systemd.unit(5): at most 255 characters, the suffix included.
  private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.\\\\@-]{1,247}");

  static final Keys KEYS =
      Keys.of(
              Key.text("systemd", UNIT, "A unit, over D-Bus. `nginx` is `nginx.service`."),
              Key.text("bus", "A D-Bus address; with `systemd` only.").otherwise("the system bus"),
              Key.nested("command", COMMAND, "Programs that start and stop it."),
              within("start_within", "Deadline for a start."),
              within("stop_within", "Deadline for a polite stop; then it is killed."))
          .later("windows_service", "iis_app_pool")
          .exactlyOneOf("systemd", "command");

  private static Key within(String name, String meaning) {
    return Key.span(name, Duration.ofMillis(100), Duration.ofHours(1), WITHIN, meaning);
  }

  static ControlSection read(Section service, Path base) {
    var control = service.section("control", KEYS);
    return new ControlSection(
        spec(service, control, base),
        control.duration("start_within"),
        control.duration("stop_within"));
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
}
