package dev.lockkeeper.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.TrafficStatus.Admin;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything breaks in any order; then everything works again. What must always hold is checked
/// with every step of the world (FakeWorld), and at the end nothing is drained and forgotten.
class RandomWalkTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverBreaksNothingIsForgottenAndNeverBothAreOut(long seed) {
    for (int run = 0; run < 15; run++) {
      walk(seed * 1000 + run);
    }
  }

  private static void walk(long seed) {
    var random = new Random(seed);
    var world = new FakeWorld("web1", "web2");
    world.random = random::nextDouble;
    world.answerMillis = 1L + random.nextInt(60);
    for (int act = 0; act < 40; act++) {
      disturb(world, world.server(random.nextBoolean() ? "web1" : "web2"), random);
      world.pass(Duration.ofMillis(random.nextInt(3_000)));
    }
    repair(world);
    world.pass(Duration.ofMinutes(3));
    for (var server : world.servers.values()) {
      String story = "seed " + seed + "\n" + world.story(server.name);
      RemediationState state = world.state(server.name);
      assertThat(world.broken).as(story).isEmpty();
      assertThat(state).as(story).isIn(RemediationState.SERVING, RemediationState.HELD_OUT);
      if (state == RemediationState.SERVING) {
        assertThat(server.admin).as(story).isNotEqualTo(Admin.DRAIN);
        assertThat(server.running).as(story).isTrue();
        var last = world.journal.get(server.name);
        assertThat(last == null || last.closed()).as(story).isTrue();
        for (var incident : world.incidents.values()) {
          if (incident.request().service().equals(server.name)) {
            assertThat(incident.endedAt()).as("%s", incident).isNotNull();
          }
        }
      } else {
        assertThat(server.admin).as(story).isNotEqualTo(Admin.READY);
        assertThat(world.incidents.values())
            .as(story)
            .anyMatch(incident ->
                incident.request().service().equals(server.name)
                    && incident.outcome() == Outcome.HELD_OUT
                    && incident.endedAt() == null);
      }
    }
  }

  private static void disturb(FakeWorld world, FakeWorld.Server server, Random random) {
    switch (random.nextInt(15)) {
      case 0, 1, 2 -> world.hang(server.name);
      case 3 -> world.well(server.name);
      case 4 -> server.inFlight = random.nextInt(200);
      case 5 -> server.stopHangs = random.nextBoolean();
      case 6 -> server.killFails = random.nextInt(4) == 0;
      case 7 -> server.startFails = random.nextInt(3) == 0;
      case 8 -> server.sickAfterStart = random.nextInt(3) == 0;
      case 9 -> world.balancerUp = random.nextInt(3) != 0;
      case 10 -> world.reloadBalancer();
      case 11 -> world.killAgent();
      case 12 -> server.controlSilent = random.nextInt(3) == 0;
      case 13 -> {
        world.perform(world.agent.pause("test", world.now()));
        if (random.nextBoolean()) {
          world.agent.resume();
        }
      }
      case 14 -> server.unknown = random.nextInt(3) == 0;
      default -> throw new AssertionError();
    }
  }

  private static void repair(FakeWorld world) {
    world.balancerUp = true;
    world.agent.resume();
    for (var server : world.servers.values()) {
      world.well(server.name);
      server.unknown = false;
      server.stopHangs = false;
      server.killFails = false;
      server.startFails = false;
      server.sickAfterStart = false;
      server.controlSilent = false;
      server.inFlight = 0;
    }
  }
}
