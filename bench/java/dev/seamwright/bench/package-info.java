/** Data sets and load for a broker: what docs/performance.md was measured with. */
package dev.seamwright.bench;
