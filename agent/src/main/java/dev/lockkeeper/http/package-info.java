/// What is served on loopback, read-only.
@NullMarked
package dev.lockkeeper.http;

import org.jspecify.annotations.NullMarked;
