package dev.lockkeeper.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Errors that arise before a request reaches the gate, such as a header that is too large, in the
/// same form as our own; never a stack trace.
final class JsonErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String type = status < 500 ? "bad_data" : "internal";
    Reply reply = Reply.error(status, type, HttpStatus.getMessage(status));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.contentType());
    var bytes = new ByteArrayOutputStream();
    try {
      reply.body().write(bytes);
    } catch (IOException e) {
      callback.failed(e);
      return true;
    }
    response.write(true, ByteBuffer.wrap(bytes.toByteArray()), callback);
    return true;
  }
}
