/** The largest values that make sense in a setting. */

/** A facility that uses five times the energy of its computers has a broken meter or a typing error. */
export const MAX_PUE = 5;
/** Over a century. */
export const MAX_HOURS = 1_000_000;
