package dev.lockkeeper.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What `server` in the configuration says, checked.
@SuppressWarnings("DoNotCallSuggester") // a skeleton
public final class HttpSettings {
  private HttpSettings() {}

  /// As without any setting: 127.0.0.1:9755.
  public static HttpSettings standard() {
    throw new UnsupportedOperationException("soon");
  }

  /// Reads the `server` subtree: `listen`, `host_names`, and Dropwizard's own server settings.
  ///
  /// @param server null or missing: as [#standard()]
  /// @throws InvalidSettingException for the first setting that can't be used
  public static HttpSettings read(@Nullable JsonNode server) throws InvalidSettingException {
    throw new UnsupportedOperationException("soon");
  }

  /// Names by which this machine is known, beside those that were configured: a request with
  /// another Host header is refused.
  public HttpSettings withHostNames(Set<String> names) {
    throw new UnsupportedOperationException("soon");
  }

  /// A setting that can't be used.
  public static final class InvalidSettingException extends Exception {
    private final String path;

    InvalidSettingException(String path, String message) {
      super(message);
      this.path = path;
    }

    /// The key's path below `server`, such as `maxThreads`; empty for `server` itself.
    public String path() {
      return path;
    }
  }
}
