package dev.lockkeeper.act;

import dev.lockkeeper.model.TrafficStatus;
import java.io.IOException;

/// One way into traffic. Calls block for at most two seconds; each may be repeated without harm.
public interface Traffic {
  /// In words: `haproxy web/web1`.
  String way();

  /// Asks the balancer afresh.
  ///
  /// @throws IOException when it can't be reached or its answer can't be understood; the message is
  ///   for a person
  TrafficStatus inspect() throws IOException;

  /// Sends no new requests to the server; what is in flight goes on.
  void drain() throws IOException;

  /// Sends requests again. That they flow is seen by [#inspect], which may take the balancer's own
  /// checks a while.
  void ready() throws IOException;
}
