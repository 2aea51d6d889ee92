package dev.lockkeeper.act;

import dev.lockkeeper.model.RemedyRequest;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.Locale;

/// Ids that people type: the service, and since when it is asked for (UTC), such as
/// `web1-20261123-181530`; with `-2` and so on where that was taken.
final class IncidentIds {
  private static final DateTimeFormatter SINCE =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int REMEMBERED = 1000;

  private final LinkedHashSet<String> taken = new LinkedHashSet<>();

  /// The id that [#take] would give.
  String next(RemedyRequest request) {
    String plain = request.service() + "-" + SINCE.format(request.since());
    String id = plain;
    for (int number = 2; taken.contains(id); number++) {
      id = plain + "-" + number;
    }
    return id;
  }

  String take(RemedyRequest request) {
    String id = next(request);
    taken(id);
    return id;
  }

  void taken(String id) {
    taken.add(id);
    if (taken.size() > REMEMBERED) {
      taken.removeFirst();
    }
  }
}
