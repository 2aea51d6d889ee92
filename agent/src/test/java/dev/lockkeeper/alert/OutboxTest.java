package dev.lockkeeper.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.alert.Answer.SendReason;
import dev.lockkeeper.alert.Answer.SkipReason;
import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who hears of what, and when.
class OutboxTest {
  private static final Duration RESEND = Duration.ofMinutes(1);
  private static final OutboxSettings SETTINGS =
      OutboxSettings.of("web-host", Labels.of("site", "berlin", "severity", "none"), RESEND);

  private Moment now = new Moment(1_700_000_000_000L, -5_000_000_000L);
  private final Outbox outbox = new Outbox(SETTINGS, List.of("am1", "am2"), () -> 1.0);

  @Test
  void aPendingAlertIsNotSent() {
    assertThat(report(alert(new Verdict.Pending(now))))
        .containsExactly(new Answer.Skip(labels(), SkipReason.PENDING));
    assertThat(outbox.due(now)).isEmpty();
    assertThat(outbox.nanosUntilDue(now)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aFiringAlertIsSentAtOnceToEveryReceiver() {
    assertThat(report(firing())).extracting(this::reason).containsExactly(SendReason.FIRST);
    assertThat(outbox.nanosUntilDue(now)).isZero();
    assertThat(outbox.due(now)).extracting(Batch::receiver).containsExactly("am1", "am2");
  }

  @Test
  void everyAlertSaysWhoseItIsAndKeepsItsOwnLabels() {
    report(firing());
    var sent = outbox.due(now).getFirst().notifications().getFirst();
    assertThat(sent.labels())
        .isEqualTo(
            Labels.of(
                "alertname", "Hung",
                "service", "web1",
                "severity", "critical",
                "site", "berlin",
                "instance", "web-host"));
    assertThat(sent.startsAt()).isEqualTo(now.instant());
    assertThat(sent.validUntil()).isEqualTo(now.instant().plus(Duration.ofMinutes(4)));
    assertThat(sent.resolved()).isFalse();
  }

  @Test
  void anAlertThatGoesOnFiringIsSentAgainAfterTheResendTimeOnly() {
    var alert = firing();
    report(alert);
    deliverAll();
    pass(RESEND.minusMillis(1));
    assertThat(report(alert)).containsExactly(new Answer.Skip(labels(), SkipReason.SENT_LATELY));
    pass(Duration.ofMillis(1));
    assertThat(report(alert)).extracting(this::reason).containsExactly(SendReason.RESEND);
    var again = outbox.due(now).getFirst().notifications().getFirst();
    assertThat(again.startsAt()).isEqualTo(now.instant().minus(RESEND));
    assertThat(again.validUntil()).isEqualTo(now.instant().plus(RESEND.multipliedBy(4)));
  }

  @Test
  void anEndIsSentAtOnceAndForAQuarterOfAnHourThenForgotten() {
    report(firing());
    deliverAll();
    pass(Duration.ofSeconds(5));
    assertThat(report(alert(Verdict.Clear.INSTANCE)))
        .extracting(this::reason)
        .containsExactly(SendReason.RESOLVED);
    var resolved = outbox.due(now).getFirst().notifications().getFirst();
    assertThat(resolved.endsAt()).isEqualTo(now.instant());
    int again = 0;
    for (int second = 0; second < 15 * 60; second++) {
      pass(Duration.ofSeconds(1));
      again += (int) report().stream().filter(Answer.Send.class::isInstance).count();
    }
    assertThat(again).isEqualTo(14);
    assertThat(report()).isEmpty();
  }

  @Test
  void anAlertWhoseRuleWasDeletedEnds() {
    report(firing());
    deliverAll();
    assertThat(report()).extracting(this::reason).containsExactly(SendReason.RESOLVED);
  }

  @Test
  void oneSourceDoesNotEndWhatAnotherRaised() {
    report(firing());
    var held = AgentAlerts.heldOut("web2", "web2-1", "it did not start", "lockkeeper ready", now);
    assertThat(outbox.report("agent", List.of(held), now))
        .extracting(this::reason)
        .containsExactly(SendReason.FIRST);
    assertThat(outbox.report("agent", List.of(), now))
        .extracting(this::reason)
        .containsExactly(SendReason.RESOLVED);
    assertThat(report(firing())).hasSize(1).noneMatch(Answer.Send.class::isInstance);
  }

  @Test
  void anEndThatNobodyWasToldToBeginIsNotSent() {
    assertThat(report(alert(Verdict.Clear.INSTANCE)))
        .containsExactly(new Answer.Skip(labels(), SkipReason.NEVER_SENT));
  }

  @Test
  void anAlertThatComesBackBeginsAnew() {
    report(firing());
    pass(Duration.ofSeconds(5));
    report(alert(Verdict.Clear.INSTANCE));
    pass(Duration.ofSeconds(5));
    assertThat(report(firing())).extracting(this::reason).containsExactly(SendReason.FIRST);
    var sent = outbox.due(now).getFirst().notifications();
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().startsAt()).isEqualTo(now.instant());
    assertThat(sent.getFirst().resolved()).isFalse();
  }

  @Test
  void anAlertThatIsNoLongerKnownGoesOnFiringAndSaysSo() {
    var firing = new Verdict.Firing(now, false);
    report(alert(firing));
    deliverAll();
    var unknown = alert(new Verdict.Unknown("diskstats is silent for 3 s", firing));
    assertThat(report(unknown)).extracting(this::reason).containsExactly(SendReason.CHANGED);
    var sent = outbox.due(now).getFirst().notifications().getFirst();
    assertThat(sent.resolved()).isFalse();
    assertThat(sent.annotations()).containsEntry("summary", "it hangs");
    assertThat(sent.annotations().get("unknown")).contains("diskstats is silent for 3 s");
    pass(RESEND);
    assertThat(report(unknown)).extracting(this::reason).containsExactly(SendReason.RESEND);
    assertThat(report(alert(firing))).extracting(this::reason).containsExactly(SendReason.CHANGED);
  }

  @Test
  void unknownNeverCountsAsClearedHoweverItIsFrozen() {
    report(firing());
    var answers = report(alert(new Verdict.Unknown("silent", Verdict.Clear.INSTANCE)));
    assertThat(answers).extracting(this::reason).containsExactly(SendReason.CHANGED);
  }

  @Test
  void anUnknownAlertThatDidNotFireIsNotSent() {
    assertThat(report(alert(new Verdict.Unknown("silent", new Verdict.Pending(now)))))
        .containsExactly(new Answer.Skip(labels(), SkipReason.UNKNOWN_AND_NOT_FIRING));
  }

  @Test
  void aReceiverThatIsDownDelaysNoOther() {
    report(firing());
    fail(batchOf("am1"));
    deliver(batchOf("am2"));
    var other = firing("web2");
    report(firing(), other);
    assertThat(outbox.due(now)).extracting(Batch::receiver).containsExactly("am2");
    assertThat(status("am1").problem()).isEqualTo("connection refused");
    assertThat(status("am2").problem()).isEmpty();
  }

  @Test
  void retriesComeLaterAndLaterUpToHalfAMinute() {
    report(firing());
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < 8; i++) {
      fail(batchOf("am1"));
      deliver(batch("am2"));
      long nanos = outbox.nanosUntilDue(now);
      pauses.add(nanos / 1_000_000_000);
      assertThat(outbox.due(now)).isEmpty();
      pass(Duration.ofNanos(nanos));
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    assertThat(status("am1").failed()).isEqualTo(8);
    deliver(batchOf("am1"));
    assertThat(status("am1")).isEqualTo(new ReceiverStatus("am1", 1, 8, 0, 0, ""));
  }

  @Test
  void afterAnOutageAReceiverHearsHowThingsAre() {
    report(firing("web1"), firing("web2"));
    fail(batchOf("am1"));
    pass(Duration.ofSeconds(1));
    report(firing("web1"));
    assertThat(batchOf("am1").notifications())
        .extracting(n -> n.labels().value("service"), Notification::resolved)
        .containsExactly(tuple("web1", false), tuple("web2", true));
  }

  @Test
  void theOldestAreDroppedWhenTooManyWait() {
    var small =
        new OutboxSettings(
            "i", Labels.NONE, RESEND, RESEND, 3, 2, Duration.ofSeconds(1), Duration.ofSeconds(1));
    var outbox = new Outbox(small, List.of("am"), () -> 0);
    var alerts = new ArrayList<Alert>();
    for (int i = 0; i < 5; i++) {
      alerts.add(firing("web" + i));
    }
    outbox.report("rules", alerts, now);
    assertThat(outbox.status()).containsExactly(new ReceiverStatus("am", 0, 0, 2, 3, ""));
    var batch = outbox.due(now).getFirst();
    assertThat(batch.notifications())
        .extracting(n -> n.labels().value("service"))
        .containsExactly("web2", "web3");
    outbox.handle(new Delivery.Delivered(batch), now);
    assertThat(outbox.due(now).getFirst().notifications()).hasSize(1);
  }

  @Test
  void oneAlertThatIsRefusedDoesNotTakeTheOthersWithIt() {
    report(firing("web1"), firing("bad"), firing("web3"));
    var delivered = new ArrayList<String>();
    for (var batches = outbox.due(now); !batches.isEmpty(); batches = outbox.due(now)) {
      for (var batch : batches) {
        var services =
            batch.notifications().stream().map(n -> n.labels().value("service")).toList();
        boolean bad = services.contains("bad");
        outbox.handle(
            bad ? new Delivery.Rejected(batch, "HTTP 400") : new Delivery.Delivered(batch), now);
        if (!bad && batch.receiver().equals("am1")) {
          delivered.addAll(services);
        }
      }
    }
    assertThat(delivered).containsExactly("web1", "web3");
    assertThat(status("am1")).isEqualTo(new ReceiverStatus("am1", 2, 4, 1, 0, ""));
  }

  @Test
  void aDeliveryWhoseThreadIsLostIsTriedAgainAndItsLateAnswerIgnored() {
    report(firing());
    var lost = batchOf("am1");
    pass(ReceiverQueue.ABANDONED_AFTER);
    assertThat(outbox.due(now)).isEmpty();
    assertThat(status("am1").problem()).contains("no answer");
    pass(Duration.ofSeconds(1));
    var again = batch("am1");
    outbox.handle(new Delivery.Delivered(lost), now);
    assertThat(status("am1").delivered()).isZero();
    outbox.handle(new Delivery.Delivered(again), now);
    assertThat(status("am1").delivered()).isEqualTo(1);
  }

  @Test
  void twoReceiversOfOneNameAreRefused() {
    assertThatThrownBy(() -> new Outbox(SETTINGS, List.of("am", "am"), () -> 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theFiguresOfEveryReceiverAreMetricsOfTheCatalogue() {
    var series = new ArrayList<String>();
    report(firing());
    AlertMetrics.emit(outbox.status(), (id, value) -> series.add(id + " " + value));
    assertThat(series)
        .hasSize(8)
        .contains("lockkeeper_notifications_queue_length{receiver=\"am1\"} 1.0");
    assertThat(AlertMetrics.CATALOGUE)
        .allSatisfy(family -> assertThat(series).anyMatch(s -> s.startsWith(family.name() + "{")));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.groups.Tuple.tuple(values);
  }

  private List<Answer> report(Alert... alerts) {
    return outbox.report("rules", List.of(alerts), now);
  }

  private Object reason(Answer answer) {
    return switch (answer) {
      case Answer.Send(Notification _, SendReason why) -> why;
      case Answer.Skip(Labels _, SkipReason why) -> why;
    };
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void deliverAll() {
    outbox.due(now).forEach(this::deliver);
  }

  private void deliver(Batch batch) {
    if (batch != null) {
      outbox.handle(new Delivery.Delivered(batch), now);
    }
  }

  private void fail(Batch batch) {
    outbox.handle(new Delivery.Failed(batch, "connection refused"), now);
  }

  private final List<Batch> started = new ArrayList<>();

  /// The receiver's batch under way, started now or before; never the same twice.
  private Batch batchOf(String receiver) {
    var batch = batch(receiver);
    assertThat(batch).as("a batch for " + receiver).isNotNull();
    return batch;
  }

  private Batch batch(String receiver) {
    started.addAll(outbox.due(now));
    for (var batch : started) {
      if (batch.receiver().equals(receiver)) {
        started.remove(batch);
        return batch;
      }
    }
    return null;
  }

  private ReceiverStatus status(String receiver) {
    return outbox.status().stream()
        .filter(status -> status.receiver().equals(receiver))
        .findFirst()
        .orElseThrow();
  }

  private Alert firing() {
    return firing("web1");
  }

  private Alert firing(String service) {
    return alert(service, new Verdict.Firing(now, false));
  }

  private Alert alert(Verdict verdict) {
    return alert("web1", verdict);
  }

  private Alert alert(String service, Verdict verdict) {
    return new Alert(
        "Hung",
        Labels.of("alertname", "Hung", "service", service, "severity", "critical"),
        Map.of("summary", "it hangs"),
        verdict,
        1,
        now.instant(),
        null,
        Mode.ACT);
  }

  private static Labels labels() {
    return Labels.of("alertname", "Hung", "service", "web1", "severity", "critical");
  }
}
