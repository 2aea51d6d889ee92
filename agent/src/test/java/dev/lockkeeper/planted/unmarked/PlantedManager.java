package dev.lockkeeper.planted.unmarked;

/// Planted: what the architecture's rules must find.
public final class PlantedManager {}
