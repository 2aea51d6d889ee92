package dev.lockkeeper.http;

import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way in: lets pass what reads and names this machine, and sends what the routes answer.
final class Gate extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  /// Nothing from elsewhere, nothing inline, no framing.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HostCheck hosts;
  private final Routes routes;

  Gate(HostCheck hosts, Routes routes) {
    this.hosts = hosts;
    this.routes = routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      send(answer(request, response.getHeaders()), request, response, callback);
    } catch (Exception e) {
      callback.failed(e);
    }
    return true;
  }

  private Reply answer(Request request, HttpFields.Mutable headers) {
    var local = request.getConnectionMetaData().getLocalSocketAddress();
    if (!hosts.accepts(host(request), local)) {
      return Reply.error(
          421, "misdirected", "this host name is not known here; see server.host_names");
    }
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      headers.put(HttpHeader.ALLOW, "GET, HEAD");
      return Reply.error(405, "method_not_allowed", "this server is read-only: GET or HEAD");
    }
    try {
      return routes.answer(question(request));
    } catch (RuntimeException e) {
      log.warn("no answer to {}: {}", request.getHttpURI().getPath(), e, e);
      return Reply.error(500, "internal", "the agent could not answer; its log says why");
    }
  }

  private static @Nullable String host(Request request) {
    var authority = request.getHttpURI().getHost();
    return authority == null ? Request.getServerName(request) : authority;
  }

  private static Question question(Request request) {
    var parameters = new HashMap<String, String>();
    for (var field : Request.extractQueryParameters(request)) {
      parameters.put(field.getName(), field.getValue());
    }
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    return new Question(
        Request.getPathInContext(request), accept == null ? "" : accept, parameters);
  }

  private static void send(Reply reply, Request request, Response response, Callback callback)
      throws Exception {
    response.setStatus(reply.status());
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    if (reply.length() >= 0) {
      headers.put(HttpHeader.CONTENT_LENGTH, reply.length());
    }
    if (request.getMethod().equals("HEAD")) {
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      return;
    }
    OutputStream out = Content.Sink.asOutputStream(response);
    try {
      reply.body().write(out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }
}
