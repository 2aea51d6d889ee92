package lockbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Just enough JSON to read what the agent answers: maps, lists, strings, doubles, booleans, null.
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object parse(String text) {
    return new Json(text).value();
  }

  /// The first list of objects in a document; empty when there is none.
  static List<Map<String, Object>> objects(Object document) {
    if (document instanceof List<?> list) {
      List<Map<String, Object>> objects = new ArrayList<>();
      list.forEach(item -> objects.add(object(item)));
      return objects;
    }
    if (document instanceof Map<?, ?> map) {
      for (Object value : map.values()) {
        List<Map<String, Object>> found = objects(value);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }

  @SuppressWarnings("unchecked") // keys of JSON are strings
  static Map<String, Object> object(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  private Object value() {
    skipSpace();
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> map();
      case '[' -> list();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    while (text.charAt(at) != '}') {
      skipSpace();
      String key = string();
      skipSpace();
      at++; // the colon
      map.put(key, value());
      skipSpace();
      if (text.charAt(at) == ',') {
        at++;
        skipSpace();
      }
    }
    at++;
    return map;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    at++;
    skipSpace();
    while (text.charAt(at) != ']') {
      list.add(value());
      skipSpace();
      if (text.charAt(at) == ',') {
        at++;
        skipSpace();
      }
    }
    at++;
    return list;
  }

  private String string() {
    var out = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) != '\\') {
        out.append(text.charAt(at));
        continue;
      }
      at++;
      switch (text.charAt(at)) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        }
        default -> out.append(text.charAt(at));
      }
    }
    at++;
    return out.toString();
  }

  private Object word(String word, Object value) {
    at += word.length();
    return value;
  }

  private Double number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return Double.valueOf(text.substring(from, at));
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
