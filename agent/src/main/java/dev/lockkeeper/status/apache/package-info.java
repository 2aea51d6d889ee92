/// What Apache says about itself on its `mod_status` page.
@NullMarked
package dev.lockkeeper.status.apache;

import org.jspecify.annotations.NullMarked;
