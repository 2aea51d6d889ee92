/// What readers of servers' status pages share: a page fetched within a deadline.
@NullMarked
package dev.lockkeeper.status;

import org.jspecify.annotations.NullMarked;
