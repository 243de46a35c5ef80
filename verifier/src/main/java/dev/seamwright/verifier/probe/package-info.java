/** Asks running providers whether they keep their own documents: requests made of a document, answers held against it. */
@NullMarked
package dev.seamwright.verifier.probe;

import org.jspecify.annotations.NullMarked;
