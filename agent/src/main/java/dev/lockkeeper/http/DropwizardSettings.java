package dev.lockkeeper.http;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.http.HttpSettings.InvalidSettingException;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.GzipHandlerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.metrics.jetty12.InstrumentedQueuedThreadPool;
import io.dropwizard.request.logging.RequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// Dropwizard's server settings under Dropwizard's names, as far as they mean something to a small
/// read-only server: `maxThreads`, `minThreads`, `idleThreadTimeout`, `gzip`, `requestLog`, and one
/// `connector` (`type: http` or `https`).
///
/// Others, such as `adminConnectors` or `rootPath`, are refused rather than ignored. Dropwizard's
/// own server factories are not used: they bring a servlet container, Jersey and bean validation,
/// 17 MB of memory beside a web server that needs it.
public final class DropwizardSettings {
  private static final int MOST_THREADS = 256;

  @JsonProperty int minThreads = 1;
  @JsonProperty int maxThreads = 8;
  @JsonProperty Duration idleThreadTimeout = Duration.minutes(1);
  @JsonProperty GzipHandlerFactory gzip = new GzipHandlerFactory();
  @JsonProperty @Nullable RequestLogFactory<?> requestLog;
  @JsonProperty ConnectorFactory connector = smallConnector();

  DropwizardSettings() {}

  /// Reads what `server` holds beside the settings of our own.
  static DropwizardSettings read(JsonNode server, Set<String> ours) throws InvalidSettingException {
    ObjectNode rest = server.deepCopy();
    rest.remove(ours);
    if (rest.isEmpty()) {
      return new DropwizardSettings();
    }
    if (rest.get("connector") instanceof ObjectNode connector && !connector.has("type")) {
      connector.put("type", "http");
    }
    DropwizardSettings settings;
    try {
      settings =
          Jackson.newObjectMapper()
              .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .treeToValue(rest, DropwizardSettings.class);
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidSettingException(path(e), "is not a setting of this server");
    } catch (JsonMappingException e) {
      throw new InvalidSettingException(path(e), e.getOriginalMessage());
    } catch (IOException e) {
      throw new InvalidSettingException("", String.valueOf(e.getMessage()));
    }
    settings.check(rest);
    return settings;
  }

  private void check(JsonNode given) throws InvalidSettingException {
    if (maxThreads < 4 || maxThreads > MOST_THREADS) {
      throw new InvalidSettingException("maxThreads", "must be from 4 to " + MOST_THREADS);
    }
    if (minThreads < 1 || minThreads > maxThreads) {
      throw new InvalidSettingException("minThreads", "must be from 1 to maxThreads");
    }
    if (!(connector instanceof HttpConnectorFactory)) {
      throw new InvalidSettingException("connector.type", "must be http or https");
    }
    for (String address : Set.of("port", "bindHost")) {
      if (given.path("connector").has(address)) {
        throw new InvalidSettingException("connector." + address, "say it with server.listen");
      }
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(reference ->
            reference.getFieldName() == null
                ? "[" + reference.getIndex() + "]"
                : "." + reference.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  /// One thread accepts and selects: a dozen requests a minute need no more.
  private static HttpConnectorFactory smallConnector() {
    var small = new HttpConnectorFactory();
    small.setAcceptorThreads(Optional.of(1));
    small.setSelectorThreads(Optional.of(1));
    small.setOutputBufferSize(DataSize.kibibytes(16));
    small.setMaxRequestHeaderSize(DataSize.kibibytes(16));
    small.setIdleTimeout(Duration.seconds(15));
    small.setUseServerHeader(false);
    return small;
  }

  HttpConnectorFactory connector() {
    return (HttpConnectorFactory) connector;
  }

  QueuedThreadPool threads(MetricRegistry metrics) {
    var threads =
        new InstrumentedQueuedThreadPool(
            metrics, maxThreads, minThreads, (int) idleThreadTimeout.toMilliseconds());
    threads.setName("http");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    return threads;
  }

  Optional<RequestLog> requestLog() {
    var factory = requestLog;
    return factory == null || !factory.isEnabled()
        ? Optional.empty()
        : Optional.of(factory.build("lockkeeper"));
  }
}
