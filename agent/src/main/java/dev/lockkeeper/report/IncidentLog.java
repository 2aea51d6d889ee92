package dev.lockkeeper.report;

import dev.lockkeeper.model.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The latest incidents, each in its latest form. Written by the loop, read from any thread without
/// making it wait.
public final class IncidentLog {
  /// Most incidents remembered.
  public static final int MOST = 1_000;

  /// Most characters in all their texts, about 8 MB.
  public static final long MOST_CHARACTERS = 4_000_000;

  private final int most;
  private final long mostCharacters;

  /// the longest known first
  private final Map<String, Incident> byId = new LinkedHashMap<>();

  private long characters;
  private volatile List<Incident> newestFirst = List.of();

  public IncidentLog() {
    this(MOST, MOST_CHARACTERS);
  }

  IncidentLog(int most, long mostCharacters) {
    this.most = most;
    this.mostCharacters = mostCharacters;
  }

  /// Takes a new incident, or an incident's new form. Past the limits the longest known is
  /// forgotten, open ones last.
  ///
  /// @return whether anything changed
  public boolean put(Incident incident) {
    var before = byId.put(incident.id(), incident);
    if (incident.equals(before)) {
      return false;
    }
    characters += length(incident) - (before == null ? 0 : length(before));
    while (byId.size() > 1 && (byId.size() > most || characters > mostCharacters)) {
      forgetOne(incident);
    }
    var sorted = new ArrayList<>(byId.values().stream().toList().reversed());
    sorted.sort(Comparator.comparing(Incident::startedAt).reversed());
    newestFirst = List.copyOf(sorted);
    return true;
  }

  public Optional<Incident> find(String id) {
    return newestFirst.stream().filter(incident -> incident.id().equals(id)).findFirst();
  }

  /// A snapshot, newest first.
  public List<Incident> newestFirst() {
    return newestFirst;
  }

  private void forgetOne(Incident latest) {
    Incident first = null;
    for (var incident : byId.values()) {
      if (incident.id().equals(latest.id())) {
        continue;
      }
      if (incident.endedAt() != null) {
        first = incident;
        break;
      }
      if (first == null) {
        first = incident;
      }
    }
    if (first != null) {
      byId.remove(first.id());
      characters -= length(first);
    }
  }

  private static long length(Incident incident) {
    long length = (long) incident.id().length() + incident.request().cause().length();
    for (var step : incident.steps()) {
      length += step.text().length();
    }
    for (var hold : incident.holds()) {
      length += hold.detail().length();
    }
    return length;
  }
}
