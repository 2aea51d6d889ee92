package dev.lockkeeper.act;

import dev.lockkeeper.model.Alert;
import dev.lockkeeper.model.Decision;
import dev.lockkeeper.model.Incident;
import dev.lockkeeper.model.Moment;
import dev.lockkeeper.model.RemedyRequest;
import dev.lockkeeper.model.ServiceSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// The remediations of all services. Not for several threads: the loop alone calls it, and carries
/// out the effects that it returns.
///
/// While [#busy], tick every 50 ms; else with every turn of the loop.
@SuppressWarnings("DoNotCallSuggester")
public final class Remediations {
  /// @param random from 0 (included) to 1 (excluded): how long to wait before giving way to another
  ///   agent
  public Remediations(DoubleSupplier random) {
    throw new UnsupportedOperationException();
  }

  /// Finishes or undoes what a former process began. Before [#configure], at start.
  public List<Effect> recover(List<JournalEntry> open, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// The services as configured. One that is under way keeps the specification it began with.
  public void configure(List<ServiceSpec> specs, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// Begins what may begin, and keeps the incidents of what is held: one each, however often it is
  /// told. A request of which nothing is heard any more has gone away.
  public List<Effect> decided(List<Decision> decisions, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// @param alerts all that are pending, firing or unknown
  public List<Effect> tick(List<Alert> alerts, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// A probe's result, or an effect's answer.
  public List<Effect> on(String service, Event event, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// @param who for the record: `operator (uid 1000)`
  public Ordered drain(String service, String who, Moment now) {
    throw new UnsupportedOperationException();
  }

  public Ordered ready(String service, String who, Moment now) {
    throw new UnsupportedOperationException();
  }

  public Ordered restart(String service, String who, Moment now) {
    throw new UnsupportedOperationException();
  }

  public Ordered reload(String service, String who, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// The kill switch goes on: nothing new begins, what has not reached Stopping is undrained, what
  /// has is finished.
  public List<Effect> pause(String why, Moment now) {
    throw new UnsupportedOperationException();
  }

  /// The kill switch goes off.
  public void resume() {
    throw new UnsupportedOperationException();
  }

  /// The agent is about to end: as [#pause], and what is left is the journal's. Go on carrying out
  /// effects and bringing answers until [#settled] or as long as there is time.
  public List<Effect> shutDown(Moment now) {
    throw new UnsupportedOperationException();
  }

  /// Whether no service is on its way back into traffic any more.
  public boolean settled() {
    throw new UnsupportedOperationException();
  }

  /// Whether something is under way that wants fast ticks.
  public boolean busy() {
    throw new UnsupportedOperationException();
  }

  /// The service that holds this machine's one remediation.
  public Optional<String> running() {
    throw new UnsupportedOperationException();
  }

  /// By name, configured ones and those that a journal left.
  public List<Standing> standings() {
    throw new UnsupportedOperationException();
  }

  /// The specification that effects for this service are to be carried out with.
  public Optional<ServiceSpec> spec(String service) {
    throw new UnsupportedOperationException();
  }

  /// Open ones.
  public List<Incident> incidents() {
    throw new UnsupportedOperationException();
  }

  /// The id of the incident that is open for this request, or that it would open.
  public String incidentId(RemedyRequest request) {
    throw new UnsupportedOperationException();
  }

  /// Compares what this agent owns with what the balancer says; at start, on a timer and at exit.
  /// Only says so: what is owned is asserted with every tick, and what is not is not touched.
  ///
  /// @return a sentence; empty when both agree
  public Optional<String> ownership(String service, List<WayAnswer> ways) {
    throw new UnsupportedOperationException();
  }
}
