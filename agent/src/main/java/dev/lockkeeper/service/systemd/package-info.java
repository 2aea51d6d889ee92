/// Units of systemd, over D-Bus.
@NullMarked
package dev.lockkeeper.service.systemd;

import org.jspecify.annotations.NullMarked;
