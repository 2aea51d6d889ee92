/// Hardware and operating system identity through OSHI.
@NullMarked
package dev.lockkeeper.oshi;

import org.jspecify.annotations.NullMarked;
