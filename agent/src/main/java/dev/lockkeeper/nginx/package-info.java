/// What nginx says about itself on its `stub_status` page.
@NullMarked
package dev.lockkeeper.nginx;

import org.jspecify.annotations.NullMarked;
