package dev.lockkeeper.config;

import dev.lockkeeper.model.OwnCountSpec;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// `services[…].in_flight`: where the server's own count of requests comes from.
final class InFlightSection {
  private static final String NGINX = "nginx_status";
  private static final String APACHE = "apache_status";
  static final Keys KEYS =
      Keys.of(
          Key.url(NGINX, "nginx' stub_status page: the server's own count of requests."),
          Key.url(
              APACHE,
              "Apache's mod_status page with `?auto`: its own count of requests, and its"
                  + " workers."));

  private InFlightSection() {}

  /// @return null where there is none
  static @Nullable OwnCountSpec read(Section service) {
    var section = service.section("in_flight", KEYS);
    if (section.has(NGINX) && section.has(APACHE)) {
      section.error(APACHE, "beside `nginx_status`: a server is one of them");
      return null;
    }
    var nginx = section.value(NGINX, InFlightSection::page);
    if (nginx.isPresent()) {
      return new OwnCountSpec.NginxStatus(nginx.get());
    }
    return section
        .value(APACHE, InFlightSection::forMachines)
        .map(OwnCountSpec.ApacheStatus::new)
        .orElse(null);
  }

  /// Asked every second by the plainest client there is: it speaks no TLS.
  private static String page(String text) {
    URI url = HttpUrl.parse(text);
    if (!"http".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "`%s` must begin with `http://`: status pages are asked without TLS"
              .formatted(Problems.shorten(text)));
    }
    return url.toString();
  }

  /// Without `?auto`, mod_status answers with a page for people.
  private static String forMachines(String text) {
    String url = page(text);
    if (!url.endsWith("?auto")) {
      throw new IllegalArgumentException(
          "`%s` lacks `?auto`, such as http://127.0.0.1/server-status?auto"
              .formatted(Problems.shorten(text)));
    }
    return url;
  }
}
