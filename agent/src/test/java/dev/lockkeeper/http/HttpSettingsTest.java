package dev.lockkeeper.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockkeeper.http.HttpSettings.InvalidSettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {
  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void withoutSettingsItListensOnLoopbackOnly() throws Exception {
    assertThat(HttpSettings.read(null).listen()).hasToString("127.0.0.1:9755");
    assertThat(HttpSettings.read(json("{}")).listen()).hasToString("127.0.0.1:9755");
  }

  @Test
  void ourSettingsAndDropwizardsStandBesideEachOther() throws Exception {
    var settings =
        HttpSettings.read(
            json(
                "{'listen':'[::1]:80','host_names':['Photo'],'maxThreads':12,"
                    + "'idleThreadTimeout':'30s','gzip':{'enabled':false},"
                    + "'connector':{'acceptQueueSize':5},"
                    + "'requestLog':{'appenders':[{'type':'console'}]}}"));
    assertThat(settings.listen()).isEqualTo(new HttpSettings.Listen("::1", 80));
    assertThat(settings.hostNames()).containsExactly("photo");
    assertThat(settings.dropwizard().maxThreads).isEqualTo(12);
    assertThat(settings.dropwizard().gzip.isEnabled()).isFalse();
    assertThat(settings.dropwizard().connector().getAcceptQueueSize()).isEqualTo(5);
    assertThat(settings.dropwizard().requestLog()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[]| ``",
        "{'listen':9755}| listen",
        "{'listen':'9755'}| listen",
        "{'listen':'127.0.0.1:99999'}| listen",
        "{'listen':'::1:9755'}| listen",
        "{'host_names':'a'}| host_names",
        "{'host_names':['a',1]}| host_names[1]",
        "{'maxThreads':1}| maxThreads",
        "{'maxThreads':'many'}| maxThreads",
        "{'idleThreadTimeout':'soon'}| idleThreadTimeout",
        "{'adminConnectors':[]}| adminConnectors",
        "{'gzip':{'enable':true}}| gzip.enable",
        "{'connector':{'type':'carrier-pigeon'}}| connector",
        "{'connector':{'port':80}}| connector.port"
      })
  void aSettingThatCannotBeUsedIsNamedByItsPath(String text, String path) throws Exception {
    var server = json(text);
    var problem =
        catchThrowableOfType(InvalidSettingException.class, () -> HttpSettings.read(server));
    assertThat(problem.path()).isEqualTo(path);
    assertThat(problem).message().isNotBlank();
  }
}
