/// What can be said of rules before they run: from the catalogue of what there is to read, from the
/// units that names carry, and from the expressions themselves.
@NullMarked
package dev.lockkeeper.rule.check;

import org.jspecify.annotations.NullMarked;
