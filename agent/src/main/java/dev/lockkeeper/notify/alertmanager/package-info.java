/// Alertmanager's API v2.
@NullMarked
package dev.lockkeeper.notify.alertmanager;

import org.jspecify.annotations.NullMarked;
