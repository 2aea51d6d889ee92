/// The query language: parser, planner, evaluator.
@NullMarked
package dev.lockkeeper.promql;

import org.jspecify.annotations.NullMarked;
