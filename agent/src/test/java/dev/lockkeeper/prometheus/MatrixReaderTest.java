package dev.lockkeeper.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import dev.lockkeeper.model.SeriesId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixReaderTest {
  private static Map<SeriesId, String> read(String body) throws IOException {
    var read = new LinkedHashMap<SeriesId, String>();
    MatrixReader.read(
        new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)),
        (series, samples) -> {
          var text = new StringBuilder();
          for (int i = 0; i < samples.size(); i++) {
            text.append(samples.time(i)).append('=').append(samples.value(i)).append(' ');
          }
          read.put(series, text.toString().strip());
        });
    return read;
  }

  @Test
  void aMatrixIsReadSeriesBySeries() throws IOException {
    assertThat(
            read(
                """
                {"warnings":["w",{"a":[1]}],"status":"success","data":{"resultType":"matrix","result":[
                {"metric":{"__name__":"up","job":"ä"},"values":[[1435781430.781,"1"],[1435781445,"NaN"]]},
                {"metric":{},"values":[[1,"+Inf"],[2.5,"-Inf"],[3,"1e-3"]],"histograms":[[1,{"count":"1"}]]},
                {"values":[],"metric":{"__name__":"a"}}],"stats":{"x":1}}}\
                """))
        .containsExactly(
            Map.entry(SeriesId.of("up", "job", "ä"), "1435781430781=1.0 1435781445000=NaN"),
            Map.entry(SeriesId.of(""), "1000=Infinity 2500=-Infinity 3000=0.001"),
            Map.entry(SeriesId.of("a"), ""));
  }

  @Test
  void anErrorIsThrownWithWhatItSays() {
    assertThatThrownBy(() ->
            read("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}"))
        .isInstanceOf(MatrixReader.ErrorAnswerException.class)
        .hasMessage("parse error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"values\":[[1,\"1\"]",
        "{\"status\":\"success\",\"data\":{\"result\":[1]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"values\":[1]}]}}"
      })
  void whatIsNoMatrixIsRefused(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(JacksonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[1]", "{\"a\":1}", "{\"error\":{\"a\":1}}", "{"})
  void anAnswerInAnotherFormSaysNothing(String body) {
    assertThat(MatrixReader.error(body)).isEmpty();
  }
}
