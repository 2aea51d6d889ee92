package dev.lockkeeper.act;

import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.Remedy;

/// A former agent process had got this far, as its journal says: finish or undo.
///
/// Before the stop everything is undone; the rule asks again if it still must. From the stop on
/// everything is finished. Each begins with a look at what is: whether the last thing announced was
/// done is not known, and nothing is done twice.
final class Recovery {
  private Recovery() {}

  static void recovered(Remediation walk, Event.Recovered recovered, Moment now) {
    JournalEntry entry = recovered.entry();
    walk.recover(entry.spec());
    walk.incident(new OpenIncident(entry.incident()));
    walk.balancer.own(entry.ways());
    walk.restart = new Restart(now);
    walk.restart.mainPid = entry.mainPid();
    String before = "an earlier agent process ended here (" + entry.state().text() + ")";
    switch (entry.intent()) {
      case DRAIN -> {
        if (walk.is(Remedy.DRAIN)) {
          walk.incident().step(entry.state(), before + ": the drain goes on", now);
          Draining.resume(walk, now);
        } else {
          walk.incident()
              .step(entry.state(), before + ", before anything was stopped: put back", now);
          Undraining.resume(walk, now);
        }
      }
      case UNDRAIN -> {
        walk.incident().step(entry.state(), before + ": put back", now);
        Undraining.resume(walk, now);
      }
      case STOP, KILL -> {
        walk.incident().step(entry.state(), before + ": looking whether it was stopped", now);
        Stopping.resume(walk, now);
      }
      case START -> {
        walk.incident().step(entry.state(), before + ": looking whether it was started", now);
        Starting.resume(walk, now);
      }
      case READY -> {
        walk.incident().step(entry.state(), before + ": put back", now);
        Readying.resume(walk, now);
      }
      case HOLD_OUT -> {
        walk.incident().step(entry.state(), before + ": still held out", now);
        HeldOut.resume(walk, now);
      }
      case RELOAD -> Verifying.enter(walk, before + ": not reloaded again", now);
      case WATCH -> {
        walk.incident().step(entry.state(), before + ": watched on", now);
        Watching.resume(walk, now);
      }
      case CLOSE -> throw new IllegalArgumentException("a closed entry has nothing to recover");
    }
  }
}
