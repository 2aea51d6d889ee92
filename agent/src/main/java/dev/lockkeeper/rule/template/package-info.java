/// The Go templates of labels and annotations, as Prometheus has them.
@NullMarked
package dev.lockkeeper.rule.template;

import org.jspecify.annotations.NullMarked;
