/// What the ways of telling people share: a JSON document posted within a deadline.
@NullMarked
package dev.lockkeeper.notify;

import org.jspecify.annotations.NullMarked;
