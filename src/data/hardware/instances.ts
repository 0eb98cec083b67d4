/** Cloud machines without accelerators: how many virtual CPUs a name means. Source: the providers' documentation. */

/**
 * Families, as regular expressions whose first group is the size. AWS: `large` has 2 virtual CPUs, `xlarge` 4,
 * `<n>xlarge` 4n. Google and Azure write the number of virtual CPUs into the name.
 */
export const AWS_CPU =
  /^(?:c|m|r|t|x|i|d|h|z|inf)[1-9][a-z-]*\.(nano|micro|small|medium|large|xlarge|\d+xlarge|metal)$/;
export const GOOGLE_CPU =
  /^(?:n1|n2|n2d|n4|e2|c2|c2d|c3|c3d|c4|t2d|t2a|m1|m2|m3)-(?:standard|highmem|highcpu|megamem|ultramem)-(\d+)$/;
export const AZURE_CPU = /^standard_[defbhm][a-z]*(\d+)[a-z]*(?:_v\d)?$/;
