/** Cloud instance types: which accelerators they carry, or how many virtual CPUs. Source: the providers' documentation. */

/** Pattern (exact name or prefix ending in `*`) | accelerator as named in accelerators.ts | count. */
export const GPU_INSTANCE_ROWS = `
# AWS
p2.xlarge|K80-GPU|1
p2.8xlarge|K80-GPU|8
p2.16xlarge|K80-GPU|16
p3.2xlarge|V100-SXM2|1
p3.8xlarge|V100-SXM2|4
p3.16xlarge|V100-SXM2|8
p3dn.24xlarge|V100-SXM2|8
p4d.24xlarge|A100-SXM4|8
p4de.24xlarge|A100-SXM4|8
p5.4xlarge|H100-SXM5|1
p5.48xlarge|H100-SXM5|8
p5e.48xlarge|H200-SXM|8
p5en.48xlarge|H200-SXM|8
p6-b200.48xlarge|B200|8
g4dn.12xlarge|T4|4
g4dn.metal|T4|8
g4dn.*|T4|1
g5.12xlarge|A10G|4
g5.24xlarge|A10G|4
g5.48xlarge|A10G|8
g5.*|A10G|1
g6.12xlarge|L4|4
g6.24xlarge|L4|4
g6.48xlarge|L4|8
g6.*|L4|1
g6e.12xlarge|L40S|4
g6e.24xlarge|L40S|4
g6e.48xlarge|L40S|8
g6e.*|L40S|1
# Google Cloud
a2-highgpu-1g|A100-SXM4|1
a2-highgpu-2g|A100-SXM4|2
a2-highgpu-4g|A100-SXM4|4
a2-highgpu-8g|A100-SXM4|8
a2-megagpu-16g|A100-SXM4|16
a2-ultragpu-1g|A100-SXM4|1
a2-ultragpu-2g|A100-SXM4|2
a2-ultragpu-4g|A100-SXM4|4
a2-ultragpu-8g|A100-SXM4|8
a3-highgpu-1g|H100-SXM5|1
a3-highgpu-2g|H100-SXM5|2
a3-highgpu-4g|H100-SXM5|4
a3-highgpu-8g|H100-SXM5|8
a3-megagpu-8g|H100-SXM5|8
a3-ultragpu-8g|H200-SXM|8
a4-highgpu-8g|B200|8
g2-standard-24|L4|2
g2-standard-48|L4|4
g2-standard-96|L4|8
g2-standard-*|L4|1
# Azure
Standard_NC6s_v3|V100-PCIe|1
Standard_NC12s_v3|V100-PCIe|2
Standard_NC24s_v3|V100-PCIe|4
Standard_NC24rs_v3|V100-PCIe|4
Standard_ND40rs_v2|V100-SXM2|8
Standard_NC4as_T4_v3|T4|1
Standard_NC8as_T4_v3|T4|1
Standard_NC16as_T4_v3|T4|1
Standard_NC64as_T4_v3|T4|4
Standard_NC24ads_A100_v4|A100-PCIe-80GB|1
Standard_NC48ads_A100_v4|A100-PCIe-80GB|2
Standard_NC96ads_A100_v4|A100-PCIe-80GB|4
Standard_ND96asr_v4|A100-SXM4|8
Standard_ND96amsr_A100_v4|A100-SXM4|8
Standard_NC40ads_H100_v5|H100-NVL|1
Standard_NC80adis_H100_v5|H100-NVL|2
Standard_ND96isr_H100_v5|H100-SXM5|8
Standard_ND96isr_H200_v5|H200-SXM|8
`;

/**
 * CPU-only families, as regular expressions whose first group is the size. AWS: `large` has 2 virtual CPUs, `xlarge` 4,
 * `<n>xlarge` 4n. Google and Azure write the number of virtual CPUs into the name.
 */
export const AWS_CPU =
  /^(?:c|m|r|t|x|i|d|h|z|inf)[1-9][a-z-]*\.(nano|micro|small|medium|large|xlarge|\d+xlarge|metal)$/;
export const GOOGLE_CPU =
  /^(?:n1|n2|n2d|n4|e2|c2|c2d|c3|c3d|c4|t2d|t2a|m1|m2|m3)-(?:standard|highmem|highcpu|megamem|ultramem)-(\d+)$/;
export const AZURE_CPU = /^standard_[defbhm][a-z]*(\d+)[a-z]*(?:_v\d)?$/;
