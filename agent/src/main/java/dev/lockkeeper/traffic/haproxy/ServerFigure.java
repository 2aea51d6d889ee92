package dev.lockkeeper.traffic.haproxy;

import dev.lockkeeper.model.MetricFamily;
import java.util.List;

/// A column of `show stat` (management guide, section 9.1) and the metric that HAProxy's own
/// Prometheus exporter (`addons/promex`) makes of it. Left out is what no rule could use: maxima
/// since the start, compression, idle connections kept for reuse, and each state of a check.
///
/// @param column as in the table's header
/// @param family labels `proxy`, `server` and ours, `service`; others are fixed by `code`
/// @param scale what the column is multiplied by to have base units
/// @param code value of the label `code`; empty: the family has none
record ServerFigure(String column, MetricFamily family, double scale, String code) {
  private static final double MILLISECONDS = 1e-3;
  private static final List<String> LABELS = List.of("proxy", "server", "service");
  private static final MetricFamily RESPONSES =
      MetricFamily.counter(
          "haproxy_server_http_responses_total",
          "Total number of HTTP responses, by class of status code.",
          "proxy",
          "server",
          "service",
          "code");

  /// Other than by columns: one series for each state, 1 for the one it is in.
  static final MetricFamily STATUS =
      MetricFamily.gauge(
          "haproxy_server_status",
          "Current status of the server: 1 for the one it has.",
          "proxy",
          "server",
          "service",
          "state");

  static final List<ServerFigure> ALL =
      List.of(
          gauge("qcur", "current_queue", "Number of current queued requests."),
          gauge("scur", "current_sessions", "Number of current active sessions."),
          gauge("slim", "limit_sessions", "Most sessions at once (maxconn)."),
          counter("stot", "sessions_total", "Total number of sessions."),
          counter("bin", "bytes_in_total", "Total number of request bytes."),
          counter("bout", "bytes_out_total", "Total number of response bytes."),
          counter("econ", "connection_errors_total", "Total number of failed connections."),
          counter("eresp", "response_errors_total", "Total number of invalid responses."),
          counter("wretr", "retry_warnings_total", "Total number of connection retries."),
          counter("wredis", "redispatch_warnings_total", "Total number of redispatches to others."),
          gauge("weight", "weight", "Weight, as it is in effect."),
          counter("chkfail", "check_failures_total", "Total number of failed checks."),
          counter("chkdown", "check_up_down_total", "Total number of changes from UP to DOWN."),
          counter("downtime", "downtime_seconds_total", "Total time spent in status DOWN."),
          responses("hrsp_1xx", "1xx"),
          responses("hrsp_2xx", "2xx"),
          responses("hrsp_3xx", "3xx"),
          responses("hrsp_4xx", "4xx"),
          responses("hrsp_5xx", "5xx"),
          responses("hrsp_other", "other"),
          counter("cli_abrt", "client_aborts_total", "Transfers that the client gave up."),
          counter("srv_abrt", "server_aborts_total", "Transfers that the server gave up."),
          seconds("qtime", "queue_time_average_seconds", "Mean time in queue, last 1024 requests."),
          seconds("ctime", "connect_time_average_seconds", "Mean time to connect, last 1024."),
          seconds("rtime", "response_time_average_seconds", "Mean time to the answer, last 1024."),
          seconds("ttime", "total_time_average_seconds", "Mean time of a session, last 1024."),
          gauge("used_conn_cur", "used_connections_current", "Connections that are in use."));

  private static ServerFigure gauge(String column, String name, String help) {
    return new ServerFigure(
        column, MetricFamily.gauge("haproxy_server_" + name, help, labels()), 1, "");
  }

  private static ServerFigure seconds(String column, String name, String help) {
    return new ServerFigure(
        column, MetricFamily.gauge("haproxy_server_" + name, help, labels()), MILLISECONDS, "");
  }

  private static ServerFigure counter(String column, String name, String help) {
    return new ServerFigure(
        column, MetricFamily.counter("haproxy_server_" + name, help, labels()), 1, "");
  }

  private static ServerFigure responses(String column, String code) {
    return new ServerFigure(column, RESPONSES, 1, code);
  }

  private static String[] labels() {
    return LABELS.toArray(String[]::new);
  }
}
