package dev.lockkeeper.model.planted;

import com.google.re2j.Pattern;

/// Planted: what the architecture's rules must find.
public record ModelThatUsesALibrary(Pattern pattern) {}
