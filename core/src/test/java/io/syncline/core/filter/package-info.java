@NullMarked
package io.syncline.core.filter;

import org.jspecify.annotations.NullMarked;
