package dev.lockkeeper.run;

import dev.lockkeeper.act.JournalEntry;
import dev.lockkeeper.act.Remediations;
import dev.lockkeeper.alert.Outbox;
import dev.lockkeeper.collect.CollectorRunner;
import dev.lockkeeper.decide.History;
import dev.lockkeeper.history.HistoryStatus;
import dev.lockkeeper.model.Mode;
import dev.lockkeeper.model.ServiceSpec;
import dev.lockkeeper.series.SeriesStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an agent is made of.
///
/// @param staleAfter by collector: how old its samples may become
/// @param left what a former process has left open in the journal
/// @param whenIdle run when nothing is under way: for an agent that only finishes what a journal
///   left; null for one that goes on
record AgentParts(
    Mode mode,
    Duration interval,
    List<ServiceSpec> services,
    CollectorRunner collectors,
    Map<String, Duration> staleAfter,
    SeriesStore store,
    RuleWork rules,
    AlertMemory alertMemory,
    Remediations remediations,
    Outbox outbox,
    List<JournalEntry> left,
    History history,
    Outside outside,
    Chronicle chronicle,
    AgentMetrics metrics,
    StatusPage page,
    Published published,
    Supplier<HistoryStatus> historyOnDisk,
    @Nullable Runnable whenIdle) {}
