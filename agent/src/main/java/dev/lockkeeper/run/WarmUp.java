package dev.lockkeeper.run;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.ProbeSpec;
import dev.lockkeeper.probe.Probes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Fetches the URLs that a service is to have answered before it gets traffic again.
final class WarmUp {
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  /// One after the other; blocks.
  ///
  /// @return one sentence for each that did not answer with 200
  List<String> fetch(List<String> urls) {
    var problems = new ArrayList<String>();
    for (String url : urls) {
      var probe = Probes.of(new ProbeSpec.Http(url, List.of(200), AT_MOST, AT_MOST));
      var now = new Moment(System.currentTimeMillis(), System.nanoTime());
      var result = probe.probe(now, System::nanoTime);
      if (!result.success()) {
        problems.add(url + ": " + result.detail());
      }
    }
    return problems;
  }
}
