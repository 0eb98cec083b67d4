/** How a network is told from the header of its class, without parsing it. */

/** The header of a class that is surely a module: inside it nothing is reported. */
export const MODULE_HEADER = /^class\s+\w+\s*\((?:[^()]*[\s,.])?(?:Module|LightningModule)\s*[,)]/;
