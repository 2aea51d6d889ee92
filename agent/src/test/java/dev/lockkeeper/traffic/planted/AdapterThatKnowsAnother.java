package dev.lockkeeper.traffic.planted;

import dev.lockkeeper.planted.unmarked.PlantedManager;

/// Planted: what the architecture's rules must find.
public record AdapterThatKnowsAnother(PlantedManager other) {}
