package dev.lockkeeper.control;

import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.DocumentText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The protocol of the control socket: one JSON object on a line asks, one answers; any number of
/// pairs on a connection.
///
/// ```
/// {"version":1,"verb":"drain","argument":"web1"}
/// {"version":1,"answer":"ordered","accepted":true,"message":"draining web1","incident":"web1-…"}
/// {"version":1,"answer":"found","document":{…}}
/// {"version":1,"answer":"wrong","message":"no service is called \"web9\""}
/// ```
final class Wire {
  static final long VERSION = 1;

  /// A request holds at most an expression.
  static final int LONGEST_REQUEST = 64 * 1024;

  /// A reply holds at most all incidents.
  static final int LONGEST_REPLY = 16 * 1024 * 1024;

  private Wire() {}

  static String request(AgentRequest request) {
    var object = object();
    object.put("verb", request.verb().text());
    object.put("argument", request.argument());
    return DocumentText.line(object);
  }

  /// @throws IllegalArgumentException with a message for a person
  static AgentRequest readRequest(String line) {
    var object = readObject(line);
    var verb = text(object, "verb");
    return new AgentRequest(
        AgentRequest.Verb.of(verb)
            .orElseThrow(
                () -> new IllegalArgumentException("this agent knows no \"" + verb + "\"")),
        text(object, "argument"));
  }

  static String reply(AgentReply reply) {
    var object = object();
    switch (reply) {
      case AgentReply.Found found -> {
        object.put("answer", "found");
        object.put("document", found.document());
      }
      case AgentReply.Ordered ordered -> {
        object.put("answer", "ordered");
        object.put("accepted", ordered.answer().accepted());
        object.put("message", ordered.answer().message());
        object.put("incident", ordered.answer().incident());
      }
      case AgentReply.Wrong wrong -> {
        object.put("answer", "wrong");
        object.put("message", wrong.message());
      }
    }
    return DocumentText.line(object);
  }

  /// @throws IllegalArgumentException with a message for a person
  static AgentReply readReply(String line) {
    var object = readObject(line);
    return switch (text(object, "answer")) {
      case "found" -> {
        Object document = object.get("document");
        if (document == null) {
          throw new IllegalArgumentException("an answer without a document");
        }
        yield new AgentReply.Found(document);
      }
      case "ordered" ->
          new AgentReply.Ordered(
              new Answer(
                  Boolean.TRUE.equals(object.get("accepted")),
                  text(object, "message"),
                  text(object, "incident")));
      case "wrong" -> new AgentReply.Wrong(text(object, "message"));
      default -> throw new IllegalArgumentException("an answer of an unknown kind");
    };
  }

  private static Map<String, @Nullable Object> object() {
    var object = new LinkedHashMap<String, @Nullable Object>();
    object.put("version", VERSION);
    return object;
  }

  private static Map<?, ?> readObject(String line) {
    if (!(DocumentText.read(line) instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException("a JSON object is expected");
    }
    if (!(object.get("version") instanceof Long version) || version != VERSION) {
      throw new IllegalArgumentException(
          "version " + VERSION + " of the protocol is spoken here, not " + object.get("version"));
    }
    return object;
  }

  private static String text(Map<?, ?> object, String key) {
    return object.get(key) instanceof String text ? text : "";
  }
}
