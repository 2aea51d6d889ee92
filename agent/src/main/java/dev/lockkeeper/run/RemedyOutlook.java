package dev.lockkeeper.run;

import dev.lockkeeper.model.Explanation.Outlook;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.RemediationState;
import dev.lockkeeper.model.RuleGroupSpec.RuleSpec;
import dev.lockkeeper.report.AgentStatus;
import dev.lockkeeper.report.ServiceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What would become of a rule's remedy if it fired now, as far as it shows from outside: the
/// guards themselves look only at what is asked for.
record RemedyOutlook(AgentStatus agent, List<ServiceStatus> services) {

  Outlook of(RuleSpec rule, String service) {
    var remedy = Objects.requireNonNull(rule.remedy());
    var ruleMode = rule.mode() == null ? Mode.ACT : rule.mode();
    var mode = agent.mode().mostCautious(ruleMode);
    var holds = new ArrayList<String>();
    if (agent.paused() != null) {
      holds.add("paused: " + agent.paused());
    }
    var known = services.stream().filter(one -> one.name().equals(service)).findFirst();
    if (service.isEmpty()) {
      holds.add("the label `service` says no service");
    } else if (known.isEmpty()) {
      holds.add("no service is called " + service);
    } else {
      mode = known.get().mode().mostCautious(ruleMode);
      if (known.get().state() != RemediationState.SERVING) {
        holds.add(service + " is in state " + known.get().state().text());
      }
      known
          .get()
          .holds()
          .forEach(hold -> holds.add(hold.kind().text().replace('_', ' ') + ": " + hold.detail()));
    }
    switch (mode) {
      case OBSERVE -> holds.add("mode observe: it is only said, not done");
      case APPROVE -> holds.add("mode approve: somebody is asked first");
      case ACT -> {}
    }
    return new Outlook(remedy, service, mode, holds.stream().distinct().toList());
  }
}
