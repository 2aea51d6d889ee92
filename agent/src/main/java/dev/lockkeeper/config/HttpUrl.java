package dev.lockkeeper.config;

import java.net.URI;
import java.net.URISyntaxException;

/// `http://…` and `https://…`.
final class HttpUrl {
  private HttpUrl() {}

  /// @throws IllegalArgumentException with a message for a person
  static URI parse(String text) {
    var shown = Problems.shorten(text);
    try {
      var url = new URI(text);
      if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
        throw new IllegalArgumentException(
            "`" + shown + "` must begin with `http://` or `https://`");
      }
      if (url.getHost() == null || url.getHost().isEmpty()) {
        throw new IllegalArgumentException("`" + shown + "` names no host");
      }
      if (url.getUserInfo() != null) {
        throw new IllegalArgumentException("a password does not belong into a URL in this file");
      }
      if (url.getPort() == 0 || url.getPort() > 65_535) {
        throw new IllegalArgumentException("`" + shown + "` has a port that is not 1 to 65535");
      }
      return url;
    } catch (URISyntaxException wrong) {
      throw new IllegalArgumentException(
          "`%s` is not a URL: %s".formatted(shown, wrong.getReason()), wrong);
    }
  }
}
