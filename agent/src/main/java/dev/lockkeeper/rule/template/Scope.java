package dev.lockkeeper.rule.template;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.model.SeriesView;

/// What a template can speak of.
///
/// @param element the expression's result, before the rule's own labels
/// @param externalUrl under which people reach this agent; empty: unknown
/// @param view what `query` reads
/// @param epochMillis the evaluation's moment, milliseconds since the Unix epoch
public record Scope(
    SeriesId element,
    double value,
    Labels externalLabels,
    String externalUrl,
    SeriesView view,
    long epochMillis) {}
