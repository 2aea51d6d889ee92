package dev.lockkeeper.status.nginx;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `ngx_http_stub_status_module` tells.
///
/// @param active open client connections, waiting ones included
/// @param accepted accepted connections since start
/// @param handled those of them that were not dropped for want of resources
/// @param requests requests since start
/// @param reading connections whose request header is being read
/// @param writing connections to which an answer is being written
/// @param waiting idle kept-alive connections
record NginxStatus(
    long active,
    long accepted,
    long handled,
    long requests,
    long reading,
    long writing,
    long waiting) {
  private static final Pattern PAGE =
      Pattern.compile(
          "\\s*Active connections: (\\d{1,18})\\s+"
              + "server accepts handled requests(?: request_time)?\\s+"
              + "(\\d{1,18}) (\\d{1,18}) (\\d{1,18})(?: \\d+)?\\s+"
              + "Reading: (\\d{1,18}) Writing: (\\d{1,18}) Waiting: (\\d{1,18})\\s*");

  /// @throws IOException when it is another page
  static NginxStatus parse(String page) throws IOException {
    Matcher matcher = PAGE.matcher(page);
    if (!matcher.matches()) {
      String shown = page.strip();
      throw new IOException(
          "not a stub_status page: "
              + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
    }
    return new NginxStatus(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        Long.parseLong(matcher.group(4)),
        Long.parseLong(matcher.group(5)),
        Long.parseLong(matcher.group(6)),
        Long.parseLong(matcher.group(7)));
  }

  /// Requests in flight, without the one that asked.
  long inFlight() {
    return Math.max(0, reading + writing - 1);
  }
}
