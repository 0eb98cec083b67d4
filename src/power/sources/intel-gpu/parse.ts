/** Which energy counter of an Intel graphics card counts the whole card. */

/** Drivers of Intel's discrete cards; `i915_gt0` and the like are tiles of a card that counts itself. */
export const CHIPS = /^(i915|xe)$/;

/** Twice the largest card (Data Center GPU Max 1550, 600 W): more is a counter that was reset. */
export const MOST_WATTS = 1200;

/**
 * The xe driver counts the card (1) and the chip inside it (2); some cards count the chip only. One of them, never both:
 * the first contains the second (Linux, Documentation/ABI/testing/sysfs-driver-intel-xe-hwmon).
 */
export const COUNTERS = ['energy1_input', 'energy2_input'] as const;
