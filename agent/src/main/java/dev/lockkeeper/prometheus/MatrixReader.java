package dev.lockkeeper.prometheus;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SampleWindow;
import dev.lockkeeper.model.SeriesId;
import java.io.IOException;
import java.io.InputStream;
import java.util.TreeMap;

/// Reads the answer to a query whose result is a matrix, series by series and without ever holding
/// more than one: `{"status":"success","data":{"result":[{"metric":{…},"values":[[1.5,"2"],…]}]}}`.
final class MatrixReader {
  private static final JsonFactory JSON = new JsonFactory();

  private MatrixReader() {}

  /// Takes one series.
  @FunctionalInterface
  interface Series {
    /// @param samples oldest first; valid during the call only
    void take(SeriesId series, SampleWindow samples) throws IOException;
  }

  /// The answer says that the query failed.
  static final class ErrorAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    ErrorAnswerException(String message) {
      super(message);
    }
  }

  /// @throws JacksonException when it is not JSON, or ends in its middle
  /// @throws ErrorAnswerException when it says that the query failed
  static void read(InputStream body, Series series) throws IOException {
    String status = "";
    String error = "";
    try (var json = JSON.createParser(body)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String key = json.currentName();
        json.nextToken();
        switch (key) {
          case "status" -> status = json.getText();
          case "error" -> error = json.getText();
          case "data" -> data(json, series);
          default -> json.skipChildren();
        }
      }
    }
    if (!status.equals("success")) {
      throw new ErrorAnswerException(error.isEmpty() ? "neither an answer nor an error" : error);
    }
  }

  /// What an answer that is no success says; empty where it says nothing in Prometheus' form.
  static String error(String body) {
    try (var json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean error = json.currentName().equals("error");
        if (json.nextToken() == JsonToken.VALUE_STRING && error) {
          return json.getText();
        }
        json.skipChildren();
      }
      return "";
    } catch (IOException _) {
      return "";
    }
  }

  private static void data(JsonParser json, Series series) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    var window = new SampleWindow();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      var token = json.nextToken();
      if (key.equals("result") && token == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          one(json, window, series);
        }
      } else {
        json.skipChildren();
      }
    }
  }

  private static void one(JsonParser json, SampleWindow window, Series series) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_OBJECT);
    window.clear();
    var labels = new TreeMap<String, String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      switch (key) {
        case "metric" -> {
          while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            labels.put(name, json.getText());
          }
        }
        case "values" -> {
          while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.START_ARRAY);
            json.nextToken();
            long millis = Math.round(json.getValueAsDouble() * 1000);
            json.nextToken();
            window.add(millis, value(json.getText()));
            json.nextToken();
          }
        }
        default -> json.skipChildren();
      }
    }
    String metric = labels.remove("__name__");
    series.take(new SeriesId(metric == null ? "" : metric, Labels.of(labels)), window);
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static void expect(JsonParser json, JsonToken actual, JsonToken expected)
      throws IOException {
    if (actual != expected) {
      throw new com.fasterxml.jackson.core.JsonParseException(json, "not Prometheus' form");
    }
  }
}
