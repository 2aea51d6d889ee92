package dev.lockkeeper.report;

import dev.lockkeeper.model.BacktestReport;
import dev.lockkeeper.model.BacktestReport.AlertCourse;
import dev.lockkeeper.model.BacktestReport.Answer;
import dev.lockkeeper.model.BacktestReport.Effort;
import dev.lockkeeper.model.BacktestReport.Episode;
import dev.lockkeeper.model.BacktestReport.Gap;
import dev.lockkeeper.model.BacktestReport.Phase;
import dev.lockkeeper.model.BacktestReport.RemedyCourse;
import dev.lockkeeper.model.BacktestReport.Stretch;
import dev.lockkeeper.model.BacktestReport.Trouble;
import dev.lockkeeper.model.HoldReason;
import dev.lockkeeper.model.HoldReason.Kind;
import dev.lockkeeper.model.Incident.Outcome;
import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Backtests for tests of how they are shown.
public final class BacktestReports {
  private static final Instant FROM = Instant.parse("2026-11-22T20:30:00Z");
  private static final Instant TO = Instant.parse("2026-11-23T08:30:00Z");

  private BacktestReports() {}

  public static BacktestReport quiet() {
    return new BacktestReport(
        "/var/lib/lockkeeper/history",
        FROM,
        TO,
        Duration.ofSeconds(1),
        List.of("WebServerHung"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Effort(43_200, 1, 43_230));
  }

  /// Everything that there is to show.
  public static BacktestReport eventful() {
    return new BacktestReport(
        "http://prom:9090",
        FROM,
        TO,
        Duration.ofSeconds(15),
        List.of("WebServerHung", "DiskFullSoon", "ErrorsHigh", "Bad"),
        List.of(
            course(
                "WebServerHung",
                Labels.of("service", "web1"),
                Remedy.RESTART,
                episode(0, "web1 does not answer", false, 3600, 3630, 3630, 5400),
                episode(0, "web1 does not answer", false, 9000, 9030, 9030, 12600),
                episode(0, "web1 does not answer", false, 30000, 30015)),
            course(
                "WebServerHung",
                Labels.of("service", "web2<&>\"\n"),
                Remedy.RESTART,
                unknown(14400, 15000, 16800, 17400)),
            course(
                "DiskFullSoon",
                Labels.of(
                    "device", "/dev/disk/by-uuid/0b1c", "fstype", "ext4", "mountpoint", "/data"),
                null,
                episode(
                    -177_175_000, "/data is full within 4 h", true, 36000, 36300, 36300, 43200)),
            course("ErrorsHigh", Labels.NONE, null, episode(0.10714, "", false, 20000, 20060))),
        List.of(
            new RemedyCourse(
                "web1",
                Remedy.RESTART,
                "WebServerHung",
                at(3630),
                at(5400),
                List.of(
                    new Answer.Done(
                        at(3630),
                        at(3640),
                        Outcome.RELAPSED,
                        List.of("when web1 was started (start grace)")),
                    held(3645, 3675, Kind.REMEDIATION_RUNNING, Kind.START_GRACE, Kind.COOLDOWN),
                    held(3675, 5400, Kind.REMEDIATION_RUNNING, Kind.COOLDOWN))),
            new RemedyCourse(
                "web1",
                Remedy.RESTART,
                "WebServerHung",
                at(9030),
                at(12600),
                List.of(
                    held(9030, 9600, Kind.BUDGET),
                    new Answer.Done(at(9600), at(9610), Outcome.OPEN, List.of()),
                    held(9615, 12600, Kind.REMEDIATION_RUNNING))),
            new RemedyCourse(
                "web2<&>\"\n",
                Remedy.RESTART,
                "WebServerHung",
                at(15000),
                at(17400),
                List.of(held(15000, 17400, Kind.MODE_OBSERVE)))),
        List.of(new Gap(at(16000), at(17000))),
        List.of(new Trouble("web", "Bad", "many-to-many matching not allowed", at(60), 12)),
        List.of("a remedy takes 10s and changes nothing in the recording"),
        new Effort(1_234_567, 42, 11_520));
  }

  private static AlertCourse course(
      String rule, Labels element, @Nullable Remedy remedy, Episode... episodes) {
    return new AlertCourse(
        rule,
        element.with("alertname", rule).with("severity", "critical"),
        element,
        remedy,
        List.of(episodes));
  }

  /// @param seconds begin and end of pending, then begin and end of firing
  private static Episode episode(double peak, String summary, boolean open, long... seconds) {
    var stretches = new ArrayList<Stretch>();
    stretches.add(new Stretch(Phase.PENDING, at(seconds[0]), at(seconds[1])));
    if (seconds.length > 2) {
      stretches.add(new Stretch(Phase.FIRING, at(seconds[2]), at(seconds[3])));
    }
    return new Episode(stretches, peak, at(seconds[0]), summary, open);
  }

  private static Episode unknown(long from, long firing, long unknown, long to) {
    return new Episode(
        List.of(
            new Stretch(Phase.PENDING, at(from), at(firing)),
            new Stretch(Phase.FIRING, at(firing), at(unknown)),
            new Stretch(Phase.UNKNOWN, at(unknown), at(to))),
        0,
        at(from),
        "web2 does not\nanswer",
        false);
  }

  private static Answer.Held held(long from, long to, Kind... kinds) {
    return new Answer.Held(
        at(from),
        at(to),
        java.util.Arrays.stream(kinds).map(kind -> new HoldReason(kind, "because")).toList());
  }

  private static Instant at(long seconds) {
    return FROM.plusSeconds(seconds);
  }
}
