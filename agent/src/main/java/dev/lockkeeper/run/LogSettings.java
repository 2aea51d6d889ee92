package dev.lockkeeper.run;

import ch.qos.logback.classic.LoggerContext;
import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/// The log, as the `logging` part of the configuration says: Dropwizard's own settings.
final class LogSettings {
  private LogSettings() {}

  /// @throws IOException when the settings can't be used, with a message for a person
  static void apply(ObjectNode logging, MetricRegistry metrics) throws IOException {
    ObjectNode settings = logging.deepCopy();
    ObjectNode loggers =
        settings.get("loggers") instanceof ObjectNode there ? there : settings.putObject("loggers");
    // what these two say of themselves at INFO is of no use to an operator
    for (String chatty : new String[] {"org.eclipse.jetty", "org.freedesktop.dbus"}) {
      if (!loggers.has(chatty)) {
        loggers.put(chatty, "WARN");
      }
    }
    DefaultLoggingFactory factory;
    try {
      factory = Jackson.newObjectMapper().treeToValue(settings, DefaultLoggingFactory.class);
    } catch (JsonProcessingException e) {
      throw new IOException("logging: " + e.getOriginalMessage(), e);
    }
    factory.configure(metrics, "lockkeeper");
  }

  /// Writes what still waits to be written; nothing is logged after it.
  static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
