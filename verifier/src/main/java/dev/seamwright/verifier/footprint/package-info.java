/** What consumers touch of an OpenAPI document: whom a change of it hits, who uses a part of it, and which parts nobody uses. */
@NullMarked
package dev.seamwright.verifier.footprint;

import org.jspecify.annotations.NullMarked;
