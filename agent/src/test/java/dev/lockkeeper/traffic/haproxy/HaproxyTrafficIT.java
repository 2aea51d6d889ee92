package dev.lockkeeper.traffic.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.lab.Haproxy;
import dev.lockkeeper.lab.Nginx;
import dev.lockkeeper.model.TrafficSpec;
import dev.lockkeeper.model.TrafficStatus;
import dev.lockkeeper.model.TrafficStatus.Admin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Against a real HAProxy with two real nginx.
class HaproxyTrafficIT {
  private static HaproxyTraffic traffic(Haproxy haproxy, String server) {
    return new HaproxyTraffic(
        new TrafficSpec.Haproxy(haproxy.socket().toString(), "web", server, 1));
  }

  @Test
  void aDrainLetsWhatIsInFlightFinishAndTakesNothingNew() throws Exception {
    try (var one = Nginx.started("web1");
        var two = Nginx.started("web2");
        var haproxy = Haproxy.create().server(one).server(two).start();
        var client = HttpClient.newHttpClient()) {
      haproxy.awaitUp("web1");
      haproxy.awaitUp("web2");
      HaproxyTraffic traffic = traffic(haproxy, "web1");
      TrafficStatus before = traffic.inspect();
      assertThat(before.admin()).isEqualTo(Admin.READY);
      assertThat(before.up()).isTrue();
      assertThat(before.healthyOthers()).isEqualTo(1);
      assertThat(before.balancerPid()).isEqualTo(haproxy.pid());

      var slow = HttpRequest.newBuilder(URI.create(haproxy.url("/slow"))).build();
      var first = client.sendAsync(slow, HttpResponse.BodyHandlers.ofString());
      var second = client.sendAsync(slow, HttpResponse.BodyHandlers.ofString());
      await().until(() -> traffic.inspect().sessions() > 0);
      traffic.drain();
      traffic.drain();
      TrafficStatus drained = traffic.inspect();
      assertThat(drained.admin()).isEqualTo(Admin.DRAIN);
      assertThat(drained.up()).isTrue();
      assertThat(drained.sessions()).isEqualTo(1);
      for (int request = 0; request < 10; request++) {
        var quick =
            client.send(
                HttpRequest.newBuilder(URI.create(haproxy.url("/"))).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(quick.body().strip()).isEqualTo("web2");
      }
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(second.get().statusCode()).isEqualTo(200);
      await().until(() -> traffic.inspect().sessions() == 0);

      traffic.ready();
      traffic.ready();
      assertThat(traffic.inspect().admin()).isEqualTo(Admin.READY);
      assertThat(traffic.inspect().up()).isTrue();
    }
  }

  @Test
  void aReloadForgetsTheDrainAndShowsAsAnotherProcess() throws IOException {
    try (var one = Nginx.started("web1");
        var master = Haproxy.create().server(one).start();
        var plain = Haproxy.create().plain().server(one).start()) {
      for (Haproxy haproxy : new Haproxy[] {master, plain}) {
        HaproxyTraffic traffic = traffic(haproxy, "web1");
        traffic.drain();
        long before = traffic.inspect().balancerPid();
        haproxy.reload();
        assertThat(traffic.inspect().balancerPid()).isNotEqualTo(before);
        assertThat(traffic.inspect().admin()).isEqualTo(Admin.READY);
        traffic.drain();
        assertThat(traffic.inspect().admin()).isEqualTo(Admin.DRAIN);
      }
    }
  }

  @Test
  void aServerThatWasDownIsUpAgainAfterItsOwnChecksNotBefore() throws IOException {
    try (var one = Nginx.started("web1");
        var haproxy = Haproxy.create().check("check inter 200ms rise 3").server(one).start()) {
      haproxy.awaitUp("web1");
      HaproxyTraffic traffic = traffic(haproxy, "web1");
      traffic.drain();
      one.stop();
      await().until(() -> !traffic.inspect().up());
      traffic.ready();
      assertThat(traffic.inspect().admin()).isEqualTo(Admin.READY);
      assertThat(traffic.inspect().up()).isFalse();
      one.start();
      await().atMost(Duration.ofSeconds(20)).until(() -> traffic.inspect().up());
    }
  }

  @Test
  void maintenanceIsSomebodyElsesAndStays() throws IOException {
    try (var one = Nginx.started("web1");
        var haproxy = Haproxy.create().server(one).start()) {
      HaproxyTraffic traffic = traffic(haproxy, "web1");
      haproxy.ask("set server web/web1 state maint");
      assertThat(traffic.inspect().admin()).isEqualTo(Admin.MAINT);
      traffic.drain();
      assertThatThrownBy(traffic::ready)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("maintenance");
      assertThat(traffic.inspect().admin()).isEqualTo(Admin.MAINT);
    }
  }

  @Test
  void aSocketBelowLevelAdminMayLookButNotDrainAndSaysWhatIsMissing() throws IOException {
    try (var one = Nginx.started("web1");
        var haproxy = Haproxy.create().level("operator").server(one).start()) {
      HaproxyTraffic traffic = traffic(haproxy, "web1");
      assertThat(traffic.inspect().admin()).isEqualTo(Admin.READY);
      assertThatThrownBy(traffic::drain)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("level admin");
    }
  }

  @Test
  void namesThatHaproxyDoesNotKnowAreSaidSo() {
    try (var haproxy = Haproxy.create().server("web1", 1).start()) {
      assertThatThrownBy(() -> traffic(haproxy, "web9").inspect())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has no server web/web9");
      var wrong =
          new HaproxyTraffic(
              new TrafficSpec.Haproxy(haproxy.socket().toString(), "nope", "web1", 1));
      assertThatThrownBy(wrong::inspect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has no backend nope");
    }
  }

  @Test
  void aHaproxyThatIsGoneIsSaidSoAndOneThatComesBackIsAskedAgain() throws IOException {
    try (var haproxy = Haproxy.create().server("web1", 1).start()) {
      HaproxyTraffic traffic = traffic(haproxy, "web1");
      traffic.inspect();
      haproxy.kill();
      assertThatThrownBy(traffic::inspect)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("nobody listens at");
      haproxy.start();
      assertThat(traffic.inspect().admin()).isEqualTo(Admin.READY);
    }
  }
}
