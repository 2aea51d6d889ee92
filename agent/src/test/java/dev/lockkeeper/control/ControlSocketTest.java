package dev.lockkeeper.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lockkeeper.control.ControlServer.AgentRunsException;
import dev.lockkeeper.control.ControlServer.Limits;
import dev.lockkeeper.report.AgentCommands.Answer;
import dev.lockkeeper.report.AgentReply;
import dev.lockkeeper.report.AgentRequest;
import dev.lockkeeper.report.AgentRequest.Verb;
import dev.lockkeeper.report.AgentUnreachableException;
import dev.lockkeeper.report.FakeAgent;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlSocketTest {
  private static final Limits LIMITS =
      new Limits(4, Duration.ofSeconds(20), Duration.ofSeconds(10));

  @TempDir Path folder;
  private Path directory;
  private final FakeAgent agent = new FakeAgent();
  private ControlServer server;

  @BeforeEach
  void start() throws IOException {
    directory = folder.resolve("run");
    server = ControlServer.start(directory, agent, agent, LIMITS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AgentReply ask(AgentRequest request) throws AgentUnreachableException {
    return new ControlClient(directory).ask(request);
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(ControlServer.SOCKET)));
  }

  private static void send(SocketChannel channel, String text) throws IOException {
    var octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  private static String rest(SocketChannel channel) throws IOException {
    return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void everyOrderReachesTheAgentWithItsArgument() throws Exception {
    for (Verb verb : List.of(Verb.DRAIN, Verb.READY, Verb.RESTART, Verb.RELOAD, Verb.APPROVE)) {
      assertThat(ask(new AgentRequest(verb, "web1")))
          .isEqualTo(new AgentReply.Ordered(new Answer(true, "draining web1", FakeAgent.INCIDENT)));
    }
    ask(new AgentRequest(Verb.PAUSE, "disk \"change\"\nuntil 14:00"));
    ask(AgentRequest.of(Verb.RESUME));
    assertThat(agent.orders)
        .containsExactly(
            "drain web1",
            "ready web1",
            "restart web1",
            "reload web1",
            "approve web1",
            "pause disk \"change\"\nuntil 14:00",
            "resume");
  }

  @Test
  void everyQuestionIsAnsweredWithADocument() throws Exception {
    assertThat(((AgentReply.Found) ask(AgentRequest.of(Verb.STATUS))).object())
        .containsEntry("instance", "photo-7")
        .containsEntry("series", 1243L);
    assertThat(((AgentReply.Found) ask(AgentRequest.of(Verb.SERVICES))).object())
        .containsKey("services");
    assertThat(((AgentReply.Found) ask(AgentRequest.of(Verb.INCIDENTS))).object())
        .containsKey("incidents");
    assertThat(
            ((AgentReply.Found) ask(new AgentRequest(Verb.INCIDENT, FakeAgent.INCIDENT))).object())
        .containsEntry("outcome", "open");
    assertThat(((AgentReply.Found) ask(new AgentRequest(Verb.QUERY, "up"))).object())
        .containsEntry("resultType", "vector");
  }

  @Test
  void whatDoesNotExistOrParseIsSaidInWords() throws Exception {
    assertThat(ask(new AgentRequest(Verb.INCIDENT, "none")))
        .isEqualTo(new AgentReply.Wrong("no incident has the id \"none\""));
    assertThat(ask(new AgentRequest(Verb.QUERY, ")(")))
        .isEqualTo(new AgentReply.Wrong("1:2: unexpected \"(\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "",
        "[]",
        "{}",
        "{\"version\":2,\"verb\":\"status\"}",
        "{\"version\":1,\"verb\":\"explode\"}",
        "{\"version\":1,\"verb\":\"drain\"}",
        "{\"version\":1,\"verb\":\"status\"} {}",
        "\u0000\u0001{{{{"
      })
  void garbageIsAnsweredAndTheConnectionGoesOn(String garbage) throws Exception {
    try (var channel = connect()) {
      send(channel, garbage + "\n{\"version\":1,\"verb\":\"resume\"}\n");
      channel.shutdownOutput();
      assertThat(rest(channel).lines())
          .hasSize(2)
          .satisfies(lines -> {
            assertThat(lines.getFirst()).contains("\"answer\":\"wrong\"");
            assertThat(lines.getLast()).contains("\"answer\":\"ordered\"");
          });
    }
  }

  @Test
  void deeplyNestedJsonIsRefused() throws Exception {
    try (var channel = connect()) {
      send(channel, "[".repeat(10_000) + "\n");
      channel.shutdownOutput();
      assertThat(rest(channel)).contains("\"answer\":\"wrong\"");
    }
  }

  @Test
  void anOversizedLineIsRefusedBeforeItIsWhole() throws Exception {
    try (var channel = connect()) {
      send(channel, "x".repeat(Wire.LONGEST_REQUEST + 1));
      assertThat(rest(channel)).contains("more than 65536 octets");
    }
  }

  @Test
  void halfALineIsNotObeyed() throws Exception {
    try (var channel = connect()) {
      send(channel, "{\"version\":1,\"verb\":\"restart\",\"argument\":\"web1\"}");
      channel.shutdownOutput();
      assertThat(rest(channel)).isEmpty();
    }
    assertThat(agent.orders).isEmpty();
  }

  @Test
  void aClientThatSaysNothingIsHungUpOnAtItsDeadline() throws Exception {
    server.close();
    server =
        ControlServer.start(
            directory, agent, agent, new Limits(4, Duration.ofMillis(200), Duration.ofSeconds(1)));
    try (var channel = connect()) {
      assertThat(rest(channel)).isEmpty();
    }
  }

  @Test
  void moreClientsThanAllowedAreTurnedAwayAndLaterOnesServed() throws Exception {
    var idle = new ArrayList<SocketChannel>();
    for (int i = 0; i < LIMITS.clients(); i++) {
      idle.add(connect());
    }
    try (var channel = connect()) {
      assertThat(rest(channel)).contains("too many clients");
    }
    for (var channel : idle) {
      channel.close();
    }
    await()
        .untilAsserted(() ->
            assertThat(ask(AgentRequest.of(Verb.STATUS))).isInstanceOf(AgentReply.Found.class));
  }

  @Test
  void clientsAtTheSameTimeAreAllAnswered() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Future<AgentReply>>();
      for (int i = 0; i < LIMITS.clients(); i++) {
        replies.add(threads.submit(() -> ask(AgentRequest.of(Verb.STATUS))));
      }
      for (var reply : replies) {
        assertThat(reply.get()).isInstanceOf(AgentReply.Found.class);
      }
    }
  }

  @Test
  void aLoopThatDoesNotAnswerAnOrderIsReported() throws Exception {
    agent.answer = new CompletableFuture<>();
    server.close();
    server =
        ControlServer.start(
            directory, agent, agent, new Limits(4, Duration.ofSeconds(20), Duration.ofMillis(50)));
    assertThat(ask(new AgentRequest(Verb.DRAIN, "web1")))
        .isInstanceOfSatisfying(
            AgentReply.Wrong.class,
            wrong -> assertThat(wrong.message()).contains("its loop has not answered"));
  }

  @Test
  void theSocketIsForOwnerAndGroupAndGoneAfterwards() throws Exception {
    var socket = directory.resolve(ControlServer.SOCKET);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-rw----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwxr-x---");
    server.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void aSecondAgentIsToldWhichOneRuns() {
    assertThatThrownBy(() -> ControlServer.start(directory, agent, agent))
        .isInstanceOf(AgentRunsException.class)
        .hasMessageContaining("an agent already runs")
        .hasMessageContaining("process " + ProcessHandle.current().pid());
  }

  @Test
  void theSocketOfADeadAgentIsReplaced() throws Exception {
    server.close();
    var socket = directory.resolve(ControlServer.SOCKET);
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    assertThatThrownBy(() -> ask(AgentRequest.of(Verb.STATUS)))
        .isInstanceOf(AgentUnreachableException.class)
        .hasMessageContaining("nobody listens");
    server = ControlServer.start(directory, agent, agent);
    assertThat(ask(AgentRequest.of(Verb.STATUS))).isInstanceOf(AgentReply.Found.class);
  }

  @Test
  void withoutAnAgentTheClientSaysWhereItLooked() {
    server.close();
    assertThatThrownBy(() -> ask(AgentRequest.of(Verb.STATUS)))
        .isInstanceOf(AgentUnreachableException.class)
        .hasMessageContaining("no agent runs here")
        .hasMessageContaining(directory.toString());
  }

  @Test
  void anAgentThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
    server.close();
    var socket = directory.resolve(ControlServer.SOCKET);
    try (var silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      silent.bind(UnixDomainSocketAddress.of(socket));
      var client = new ControlClient(directory, Duration.ofMillis(100));
      assertThatThrownBy(() -> client.ask(AgentRequest.of(Verb.STATUS)))
          .isInstanceOf(AgentUnreachableException.class)
          .hasMessageContaining("has not answered");
    }
  }

  @Test
  void aPathTooLongForASocketIsExplained() {
    var deep = folder.resolve("x".repeat(120));
    assertThatThrownBy(() -> ControlServer.start(deep, agent, agent))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("directories.runtime");
  }
}
