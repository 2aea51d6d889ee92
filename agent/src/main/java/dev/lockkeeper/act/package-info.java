/// One remediation on one service: a walk through a state table.
@NullMarked
package dev.lockkeeper.act;

import org.jspecify.annotations.NullMarked;
