/// What nginx says about itself on its `stub_status` page.
@NullMarked
package dev.lockkeeper.status.nginx;

import org.jspecify.annotations.NullMarked;
