/** Accelerators: board power, memory and dense peaks. One row is one part as a vendor sells it. */

/**
 * Names | kind | generation | board watts | fp32 | tf32 | fp16/bf16 (fp32 accumulate) dense TFLOP/s | GB | year | source.
 * Sources: n vendor data sheet; h @huggingface/tasks 0.21.54 (watts, memory, year) with data-sheet peaks; p Patterson et al.
 * 2021 (arXiv 2104.10350); c Chowdhery et al. 2022 (arXiv 2204.02311). `-` means the part has no such path or the vendor gives no figure.
 */
export const ACCELERATOR_ROWS = `
# NVIDIA data centre
K80-GPU|gpu|kepler|150|4.4|-|-|12|2014|n
K80;Tesla K80|gpu|kepler|300|8.7|-|-|24|2014|n
P4;Tesla P4|gpu|pascal|75|5.5|-|-|8|2016|n
P40;Tesla P40|gpu|pascal|250|11.8|-|-|24|2016|h
P100-SXM2;P100;Tesla P100-SXM2|gpu|pascal|300|10.6|-|21.2|16|2016|h
P100-PCIe;Tesla P100-PCIE|gpu|pascal|250|9.3|-|18.7|16|2016|n
V100-SXM2;V100;V100-SXM3;Tesla V100-SXM2|gpu|volta|300|15.7|-|125|16,32|2017|h
V100-PCIe;Tesla V100-PCIE|gpu|volta|250|14|-|112|16,32|2017|n
V100S;Tesla V100S-PCIE|gpu|volta|250|16.4|-|130|32|2019|n
T4;Tesla T4;T4G|gpu|turing|70|8.1|-|65|16|2018|h
A2|gpu|ampere|60|4.5|9|18|16|2021|h
A10|gpu|ampere|150|31.2|62.5|125|24|2021|h
A10G|gpu|ampere|300|31.5|35|70|24|2021|n
A16|gpu|ampere|250|18|36|72|64|2021|n
A30|gpu|ampere-dc|165|10.3|82|165|24|2021|h
A40|gpu|ampere|300|37.4|74.8|149.7|48|2020|h
A100-SXM4;A100;A100-SXM;A800;A100-SXM-64GB|gpu|ampere-dc|400|19.5|156|312|40,80|2020|h
A100-PCIe-40GB;A100-PCIe|gpu|ampere-dc|250|19.5|156|312|40|2020|n
A100-PCIe-80GB;A100 80GB PCIe|gpu|ampere-dc|300|19.5|156|312|80|2021|n
L4|gpu|ada|72|30.3|60|121|24|2023|h
L20|gpu|ada|275|59.8|59.8|119.5|48|2023|h
L40|gpu|ada|300|90.5|90.5|181|48|2022|h
L40S|gpu|ada|350|91.6|183|362|48|2023|h
H100-PCIe|gpu|hopper|350|51|378|756|80|2022|n
H100-SXM5;H100;H100-SXM;H800;H100 HBM3|gpu|hopper|700|67|494.5|989|80|2022|h
H100-NVL|gpu|hopper|400|60|418|835|94|2023|n
H200-SXM;H200|gpu|hopper|700|67|494.5|989|141|2024|h
H200-NVL|gpu|hopper|600|60|418|835|141|2024|n
H20|gpu|hopper|400|44|74|148|96|2024|h
GH200|gpu|hopper|700|67|494.5|989|96,144|2023|n
B200;B200-SXM|gpu|blackwell-dc|1000|80|1125|2250|180,192|2024|h
GB200|gpu|blackwell-dc|1200|80|1250|2500|186|2024|n
B300|gpu|blackwell-dc|1400|80|1125|2250|288|2026|h
GB300|gpu|blackwell-dc|1400|80|1250|2500|288|2025|n
# NVIDIA workstation
Titan X Maxwell;GTX Titan X|gpu|maxwell|250|6.7|-|-|12|2015|n
Titan Xp;Titan X Pascal;Titan X|gpu|pascal|250|12.1|-|-|12|2017|n
Titan V|gpu|volta|250|14.9|-|110|12|2017|n
Titan RTX;RTX Titan|gpu|turing-pro|280|16.3|-|130.5|24|2018|h
Quadro P6000|gpu|pascal|250|12.6|-|-|24|2016|h
Quadro GV100|gpu|volta|250|14.8|-|118.5|32|2018|n
Quadro RTX 4000|gpu|turing-pro|160|7.1|-|57|8|2018|n
Quadro RTX 5000|gpu|turing-pro|230|11.2|-|89.2|16|2018|n
Quadro RTX 6000|gpu|turing-pro|260|16.3|-|130.5|24|2018|n
Quadro RTX 8000;RTX 8000|gpu|turing-pro|260|16.3|-|130.5|48|2018|n
RTX A2000|gpu|ampere|70|8|16|32|6,12|2021|h
RTX A4000|gpu|ampere|140|19.2|38.3|76.7|16|2021|h
RTX A4500|gpu|ampere|200|23.7|47.3|94.6|20|2021|n
RTX A5000|gpu|ampere|230|27.8|55.6|111|24|2021|h
RTX A5500|gpu|ampere|230|34.1|68.2|136.4|24|2022|n
RTX A6000;A6000|gpu|ampere|300|38.7|77.4|154.8|48|2020|h
RTX 2000 Ada|gpu|ada|70|12|24|48|16|2024|h
RTX 4000 Ada|gpu|ada|130|26.7|53.4|106.8|20|2023|h
RTX 4500 Ada|gpu|ada|210|39.6|79.2|158.4|24|2023|h
RTX 5000 Ada|gpu|ada|250|65.3|130.6|261.2|32|2023|h
RTX 5880 Ada|gpu|ada|285|69.3|138.6|277.2|48|2024|h
RTX 6000 Ada|gpu|ada|300|91.1|182|364|48|2022|h
RTX PRO 4000|gpu|blackwell|140|36.8|73.6|147|24|2025|h
RTX PRO 4500;RTX PRO 4500 WS|gpu|blackwell|200|50.5|101|202|32|2025|h
RTX PRO 5000|gpu|blackwell|300|66.9|134|268|48,72|2025|h
RTX PRO 6000;RTX PRO 6000 Blackwell;RTX PRO 6000 Workstation Edition;RTX PRO 6000 WS;RTX PRO 6000 Server Edition|gpu|blackwell|600|125|250|500|96|2025|h
RTX PRO 6000 Max-Q|gpu|blackwell|300|110|220|440|96|2025|h
GB10;DGX Spark|gpu|blackwell|140|-|-|-|128|2025|h
# NVIDIA GeForce
GTX 970|gpu|maxwell|145|3.9|-|-|4|2014|n
GTX 980|gpu|maxwell|165|5|-|-|4|2014|n
GTX 980 Ti|gpu|maxwell|250|6.1|-|-|6|2015|n
GTX 1050|gpu|pascal|75|1.9|-|-|2|2016|n
GTX 1050 Ti|gpu|pascal|75|2.1|-|-|4|2016|h
GTX 1060|gpu|pascal|120|4.4|-|-|3,6|2016|h
GTX 1070|gpu|pascal|150|6.5|-|-|8|2016|h
GTX 1070 Ti|gpu|pascal|180|8.2|-|-|8|2017|h
GTX 1080|gpu|pascal|180|8.9|-|-|8|2016|h
GTX 1080 Ti|gpu|pascal|250|11.3|-|-|11|2017|h
GTX 1650|gpu|turing|75|3|-|6|4|2019|n
GTX 1650 Laptop;GTX 1650 Mobile|gpu|turing|50|3|-|6|4|2019|h
GTX 1660|gpu|turing|120|5|-|10|6|2019|h
GTX 1660 Super|gpu|turing|125|5|-|10|6|2019|n
GTX 1660 Ti|gpu|turing|120|5.4|-|10.9|6|2019|n
RTX 2060|gpu|turing|160|6.5|-|25.8|6|2019|h
RTX 2060 Laptop;RTX 2060 Mobile|gpu|turing|90|4.6|-|18.4|6|2019|h
RTX 2060 Super|gpu|turing|175|7.2|-|28.7|8|2019|n
RTX 2070|gpu|turing|175|7.5|-|29.9|8|2018|h
RTX 2070 Super|gpu|turing|215|9.1|-|36.3|8|2019|h
RTX 2080|gpu|turing|215|10.1|-|40.3|8|2018|h
RTX 2080 Super|gpu|turing|250|11.2|-|44.6|8|2019|n
RTX 2080 Ti|gpu|turing|250|13.4|-|53.8|11|2018|h
RTX 3050|gpu|ampere|130|9.1|9.1|18.2|8|2022|n
RTX 3050 Laptop;RTX 3050 Ti Laptop;RTX 3050 Mobile|gpu|ampere|95|5.5|5.5|11|4,6|2021|h
RTX 3060|gpu|ampere|170|12.7|12.7|25.5|12|2021|h
RTX 3060 Laptop;RTX 3060 Mobile|gpu|ampere|115|10.9|10.9|21.9|6|2021|h
RTX 3060 Ti|gpu|ampere|200|16.2|16.2|32.4|8|2020|h
RTX 3070|gpu|ampere|220|20.3|20.3|40.6|8|2020|h
RTX 3070 Laptop;RTX 3070 Ti Laptop;RTX 3070 Ti Mobile|gpu|ampere|125|16.6|16.6|33.2|8|2022|h
RTX 3070 Ti|gpu|ampere|290|21.7|21.7|43.5|8|2021|h
RTX 3080-12GB|gpu|ampere|350|30.6|30.6|61.3|12|2022|h
RTX 3080;RTX 3080-10GB|gpu|ampere|320|29.8|29.8|59.5|10|2020|n
RTX 3080 Laptop;RTX 3080 Mobile;RTX 3080 Ti Laptop|gpu|ampere|150|19|19|38|8,16|2021|h
RTX 3080 Ti|gpu|ampere|350|34.1|34.1|68.2|12|2021|h
RTX 3090|gpu|ampere|350|35.6|35.6|71|24|2020|h
RTX 3090 Ti|gpu|ampere|450|40|40|80|24|2022|h
RTX 4050 Laptop|gpu|ada|115|9|9|18|6|2023|h
RTX 4060|gpu|ada|115|15.1|15.1|30.2|8|2023|h
RTX 4060 Laptop|gpu|ada|115|11.6|11.6|23.2|8|2023|h
RTX 4060 Ti|gpu|ada|165|22.1|22.1|44.1|8,16|2023|h
RTX 4070|gpu|ada|200|29.1|29.1|58.3|12|2023|h
RTX 4070 Laptop;RTX 4070 Mobile|gpu|ada|115|15.6|15.6|31.2|8|2023|h
RTX 4070 Super|gpu|ada|220|35.5|35.5|71|12|2024|h
RTX 4070 Ti|gpu|ada|285|40.1|40.1|80.2|12|2023|h
RTX 4070 Ti Super|gpu|ada|285|44.1|44.1|88.2|16|2024|h
RTX 4080|gpu|ada|320|48.7|48.7|97.5|16|2022|h
RTX 4080 Laptop;RTX 4080 Mobile|gpu|ada|150|24.7|24.7|49.4|12|2023|h
RTX 4080 Super|gpu|ada|320|52.2|52.2|104.4|16|2024|h
RTX 4090|gpu|ada|450|82.6|82.6|165.2|24|2022|h
RTX 4090 D;RTX 4090D|gpu|ada|425|73.5|73.5|147|24|2023|h
RTX 4090 Laptop;RTX 4090 Mobile|gpu|ada|150|33|33|66|16|2023|h
RTX 5050|gpu|blackwell|130|13.2|13.2|26.3|8|2025|h
RTX 5060|gpu|blackwell|150|19.2|19.2|38.4|8|2025|h
RTX 5060 Ti|gpu|blackwell|180|23.7|23.7|47.4|8,16|2025|h
RTX 5070|gpu|blackwell|250|30.9|30.9|61.7|12|2025|h
RTX 5070 Ti|gpu|blackwell|300|43.9|43.9|87.9|16|2025|h
RTX 5080|gpu|blackwell|360|56.3|56.3|112.6|16|2025|h
RTX 5090|gpu|blackwell|575|104.8|104.8|209.5|32|2025|h
RTX 5090 Laptop;RTX 5090 Mobile|gpu|blackwell|175|31.8|31.8|63.6|24|2025|h
RTX 5080 Laptop;RTX 5080 Mobile|gpu|blackwell|175|-|-|-|16|2025|h
RTX 5070 Ti Laptop;RTX 5070 Ti Mobile|gpu|blackwell|140|-|-|-|12|2025|h
RTX 5070 Laptop;RTX 5070 Mobile|gpu|blackwell|100|-|-|-|8|2025|h
RTX 5060 Laptop;RTX 5060 Mobile|gpu|blackwell|100|-|-|-|8|2025|h
RTX 5050 Laptop;RTX 5050 Mobile|gpu|blackwell|100|-|-|-|8|2025|h
RTX 2070 Super Laptop;RTX 2070 Super Mobile|gpu|turing|115|-|-|-|8|2020|h
RTX 2050 Laptop;RTX 2050 Mobile;RTX 2050|gpu|ampere|45|-|-|-|4|2021|h
# NVIDIA mobile workstation; no peak is bundled
RTX A2000 Laptop;RTX A2000 Mobile|gpu|ampere|95|-|-|-|4,8|2021|h
RTX A3000 Laptop;RTX A3000 Mobile|gpu|ampere|80|-|-|-|6,12|2021|h
RTX A4000 Laptop;RTX A4000 Mobile|gpu|ampere|80|-|-|-|8|2021|h
RTX A5000 Laptop;RTX A5000 Mobile|gpu|ampere|165|-|-|-|16|2021|h
RTX 3500 Ada Laptop;RTX 3500 Ada Mobile|gpu|ada|150|-|-|-|12|2023|h
RTX PRO 2000|gpu|blackwell|70|-|-|-|16|2025|h
# NVIDIA Jetson
Jetson Nano|gpu|jetson|10|0.5|-|-|4|2019|h
Jetson TX2|gpu|jetson|15|0.7|-|-|8|2017|h
Jetson Xavier NX|gpu|jetson|20|0.8|-|-|8|2020|h
Jetson AGX Xavier|gpu|jetson|30|1.4|-|-|32|2018|h
Jetson Orin Nano;Jetson Orin Nano 8GB|gpu|jetson|15|1.3|-|-|8|2023|h
Jetson Orin NX;Jetson Orin NX 8GB;Jetson Orin NX 16GB|gpu|jetson|25|1.9|-|-|8,16|2023|h
Jetson AGX Orin;Jetson AGX Orin 64GB|gpu|jetson|60|5.3|-|-|32,64|2022|h
# AMD
MI50|gpu|cdna|300|13.4|-|26.5|16,32|2018|h
MI60|gpu|cdna|300|14.7|-|29.5|32|2018|h
MI100|gpu|cdna|300|23.1|-|184.6|32|2020|h
MI210|gpu|cdna|300|22.6|-|181|64|2022|h
MI250|gpu|cdna|560|45.3|-|362|128|2021|h
MI250X|gpu|cdna|560|47.9|-|383|128|2021|n
MI300A|gpu|cdna|760|122.6|490|980|128|2023|n
MI300X;MI300|gpu|cdna|750|163.4|653.7|1307|192|2023|h
MI325X|gpu|cdna|1000|163.4|653.7|1307|256|2024|n
MI355X|gpu|cdna|1400|157.3|-|2500|288|2025|n
RX 6600|gpu|rdna|132|8.9|-|17.9|8|2021|h
RX 6700 XT|gpu|rdna|230|13.2|-|26.4|12|2021|h
RX 6800|gpu|rdna|250|16.2|-|32.3|16|2020|h
RX 6800 XT|gpu|rdna|300|20.7|-|41.5|16|2020|n
RX 6900 XT|gpu|rdna|300|23|-|46.1|16|2020|n
RX 6950 XT|gpu|rdna|335|23.7|-|47.3|16|2022|h
RX 7700 XT|gpu|rdna|245|35.2|-|70.3|12|2023|h
RX 7800 XT|gpu|rdna|263|37.3|-|74.7|16|2023|h
RX 7900 GRE|gpu|rdna|260|46|-|92|16|2023|h
RX 7900 XT|gpu|rdna|315|51.5|-|103|20|2022|h
RX 7900 XTX|gpu|rdna|355|61.4|-|122.8|24|2022|h
RX 9070|gpu|rdna|220|36.1|-|145|16|2025|h
RX 9070 XT|gpu|rdna|304|48.7|-|195|16|2025|h
PRO W7800|gpu|rdna|260|45.2|-|90.5|32|2023|h
PRO W7900|gpu|rdna|295|61.3|-|122.6|48|2023|h
RX 5700|gpu|rdna|180|-|-|-|8|2019|h
RX 5700 XT|gpu|rdna|225|-|-|-|8|2019|h
RX 6600 XT|gpu|rdna|160|-|-|-|8|2021|h
RX 7600 XT|gpu|rdna|190|-|-|-|16|2024|h
RX 9060 XT|gpu|rdna|160|-|-|-|8,16|2025|h
Ryzen AI Max+ 395;Strix Halo|gpu|rdna|120|-|-|-|64,96,128|2025|h
# Intel and Habana
Arc A380|gpu|xe|75|4.1|-|-|6|2022|h
Arc A750|gpu|xe|225|17.2|-|138|8|2022|h
Arc A770|gpu|xe|225|19.7|-|157|8,16|2022|h
Arc B570|gpu|xe|150|11.5|-|92|10|2025|h
Arc B580|gpu|xe|190|13.7|-|117|12|2024|h
Data Center GPU Max 1550;Max 1550|gpu|xe|600|52|419|839|128|2023|n
Gaudi2;HL-225|gpu|gaudi|600|-|-|432|96|2022|n
Gaudi3|gpu|gaudi|900|229|459|1677|128|2024|n
# Google, per chip; watts are the mean system power per chip over training runs, host included (v4: PaLM, Chowdhery 2022)
TPU v2|tpu|tpu|210|-|-|46|16|2017|p
TPU v3|tpu|tpu|283|-|-|123|32|2018|p
TPU v4|tpu|tpu|378.5|-|-|275|32|2021|c
# Apple, whole package
Apple M1|apple|apple|15|2.6|-|2.6|8,16|2020|h
Apple M1 Pro|apple|apple|30|5.2|-|5.2|16,32|2021|h
Apple M1 Max|apple|apple|60|10.4|-|10.4|32,64|2021|h
Apple M1 Ultra|apple|apple|120|21|-|21|64,128|2022|h
Apple M2|apple|apple|20|3.6|-|3.6|8,24|2022|h
Apple M2 Pro|apple|apple|35|6.8|-|6.8|16,32|2023|h
Apple M2 Max|apple|apple|80|13.5|-|13.5|32,96|2023|h
Apple M2 Ultra|apple|apple|150|27.2|-|27.2|64,192|2023|h
Apple M3|apple|apple|22|4.1|-|4.1|8,24|2023|h
Apple M3 Pro|apple|apple|40|7.4|-|7.4|18,36|2023|h
Apple M3 Max|apple|apple|90|14.2|-|14.2|36,128|2023|h
Apple M3 Ultra|apple|apple|180|28.4|-|28.4|96,512|2025|h
Apple M4|apple|apple|22|4.6|-|4.6|16,32|2024|h
Apple M4 Pro|apple|apple|45|9.2|-|9.2|24,64|2024|h
Apple M4 Max|apple|apple|100|18.4|-|18.4|36,128|2024|h
Apple M5|apple|apple|25|-|-|-|16,32|2025|h
Apple M5 Pro|apple|apple|50|-|-|-|24,64|2026|h
Apple M5 Max|apple|apple|110|-|-|-|36,128|2026|h
Apple M5 Ultra|apple|apple|220|-|-|-|96,256|2026|h
`;
