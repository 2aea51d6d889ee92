package dev.lockkeeper.run;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.logging.common.BootstrapLogging;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import java.io.IOException;

/// The log, as the `logging` part of the configuration says: Dropwizard's own settings.
final class LogSettings {
  private LogSettings() {}

  /// Until the configuration is read: warnings only.
  static void bootstrap() {
    BootstrapLogging.bootstrap(ch.qos.logback.classic.Level.WARN);
  }

  /// @throws IOException when the settings can't be used, with a message for a person
  static void apply(ObjectNode logging, MetricRegistry metrics) throws IOException {
    DefaultLoggingFactory factory;
    try {
      factory = Jackson.newObjectMapper().treeToValue(logging, DefaultLoggingFactory.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IOException("logging: " + e.getOriginalMessage(), e);
    }
    factory.configure(metrics, "lockkeeper");
  }
}
