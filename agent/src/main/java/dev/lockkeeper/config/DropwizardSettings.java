package dev.lockkeeper.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Dropwizard's own parts of the file, as trees for Jackson to bind; empty where absent. Problems
/// found in binding get their place from [Located].
///
/// @param server without our key `listen`
public record DropwizardSettings(ObjectNode server, ObjectNode logging, ObjectNode metrics) {}
