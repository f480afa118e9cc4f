package io.syncline.engine.gather;

import io.syncline.core.change.Image;

/**
 * What one source says of a row, by the destination's names and in its types.
 *
 * @param source the source's name
 * @param image whole as far as this source has fields, or absent
 */
record Voice(String source, Image image) {}
