/// Who is told of an alert, and when again.
@NullMarked
package dev.lockkeeper.alert;

import org.jspecify.annotations.NullMarked;
