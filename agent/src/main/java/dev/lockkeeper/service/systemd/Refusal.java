package dev.lockkeeper.service.systemd;

import java.io.IOException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/// Systemd's and the bus' error names in words for a person.
final class Refusal {
  private Refusal() {}

  /// @param what such as `start nginx.service`
  static IOException explained(String what, DBusExecutionException e) {
    return new IOException("systemd did not " + what + ": " + words(e), e);
  }

  private static String words(DBusExecutionException e) {
    String type = name(e);
    String message = String.valueOf(e.getMessage());
    return switch (type) {
      case "org.freedesktop.systemd1.NoSuchUnit" -> "there is no such unit (" + message + ")";
      case "org.freedesktop.systemd1.UnitMasked" ->
          "the unit is masked; \"systemctl unmask\" lifts that";
      case "org.freedesktop.systemd1.JobTypeNotApplicable" ->
          "the unit can't do that (" + message + ")";
      case "org.freedesktop.DBus.Error.AccessDenied",
          "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired" ->
          "polkit refuses it to this user; a rule for org.freedesktop.systemd1.manage-units lets"
              + " it in ("
              + message
              + ")";
      case "org.freedesktop.DBus.Error.ServiceUnknown",
          "org.freedesktop.DBus.Error.NameHasNoOwner" ->
          "systemd is not on this bus";
      case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.Timeout" ->
          "no answer in time";
      default -> message;
    };
  }

  /// Whether it only says that no process was there to signal.
  static boolean nothingToKill(IOException e) {
    return e.getCause() instanceof DBusExecutionException cause
        && ("org.freedesktop.systemd1.NoSuchProcess".equals(name(cause))
            || String.valueOf(cause.getMessage()).contains("No such process")
            || String.valueOf(cause.getMessage()).contains("not loaded"));
  }

  /// The error's name on the bus. Deprecated there without anything in its place.
  @SuppressWarnings("removal")
  private static String name(DBusExecutionException e) {
    return String.valueOf(e.getType());
  }
}
