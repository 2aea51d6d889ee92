/// HAProxy's runtime API.
@NullMarked
package dev.lockkeeper.traffic.haproxy;

import org.jspecify.annotations.NullMarked;
