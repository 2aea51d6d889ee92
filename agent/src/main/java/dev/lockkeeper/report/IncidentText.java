package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import java.time.ZoneId;

/// An incident as a person reads it.
public final class IncidentText {
  private IncidentText() {}

  /// One line, for lists.
  public static String summary(Incident incident, ZoneId zone) {
    return incident + " " + zone;
  }

  /// The whole story, several lines, with a final line break.
  public static String story(Incident incident, ZoneId zone) {
    return incident + " " + zone;
  }
}
