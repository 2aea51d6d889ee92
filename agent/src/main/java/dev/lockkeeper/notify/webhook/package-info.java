/// A JSON webhook.
@NullMarked
package dev.lockkeeper.notify.webhook;

import org.jspecify.annotations.NullMarked;
