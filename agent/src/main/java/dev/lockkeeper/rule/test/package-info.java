/// Unit tests of rules: promtool's files, run.
@NullMarked
package dev.lockkeeper.rule.test;

import org.jspecify.annotations.NullMarked;
