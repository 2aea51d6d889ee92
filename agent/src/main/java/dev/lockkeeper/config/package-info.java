/// YAML documents to checked values; all problems at once, with file, line and column.
@NullMarked
package dev.lockkeeper.config;

import org.jspecify.annotations.NullMarked;
