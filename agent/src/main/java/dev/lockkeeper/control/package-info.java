/// The control socket: its protocol, server and client.
@NullMarked
package dev.lockkeeper.control;

import org.jspecify.annotations.NullMarked;
