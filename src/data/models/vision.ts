/** Vision models beyond torchvision: timm, Keras applications, detection, segmentation, diffusion. */

/** Names | class | parameters | GMACs per forward of one sample | pixels (edge) they are counted at | source. */
export const VISION_ROWS = `
# Keras applications: other parameter counts than torchvision under the same names, so they carry a prefix
keras VGG16|plain|138357544|15.47|224|ke
keras VGG19|plain|143667240|19.632|224|ke
keras ResNet50|cnn|25636712|3.87|224|ke
keras ResNet101|cnn|44707176|7.58|224|ke
keras ResNet152|cnn|60419944|11.3|224|ke
keras DenseNet121|cnn|8062504|2.834|224|ke
keras DenseNet169|cnn|14307880|3.36|224|ke
keras DenseNet201|cnn|20242984|4.291|224|ke
keras MobileNetV2|compact|3538984|0.301|224|ke
keras EfficientNetB0|compact|5330571|0.386|224|ke
keras EfficientNetB1|compact|7856239|0.687|240|ke
keras EfficientNetB2|compact|9177569|1.0|260|ke
keras EfficientNetB3|compact|12320535|1.827|300|ke
keras EfficientNetB4|compact|19466823|4.394|380|ke
keras EfficientNetB5|compact|30562527|10.266|456|ke
keras EfficientNetB6|compact|43265143|19.068|528|ke
keras EfficientNetB7|compact|66658687|37.746|600|ke
keras EfficientNetV2S|cnn|21612360|8.366|384|ke
keras EfficientNetV2M|cnn|54431388|24.582|480|ke
keras EfficientNetV2L|cnn|119027848|56.08|480|ke
# Keras applications that torchvision has not
MobileNet;mobilenet_v1|compact|4253864|0.569|224|ke
MobileNetV3Large|compact|5507432|0.217|224|ke
MobileNetV3Small|compact|2554968|0.057|224|ke
NASNetMobile|compact|5326716|0.564|224|ke
NASNetLarge;nasnetalarge|cnn|88949818|23.89|331|ke
Xception|cnn|22910480|8.4|299|ke
InceptionV3|cnn|23851784|5.713|299|ke
InceptionResNetV2;inception_resnet_v2|cnn|55873736|13.18|299|ke
ResNet50V2|cnn|25613800|3.49|224|ke
ResNet101V2|cnn|44675560|7.21|224|ke
ResNet152V2|cnn|60380648|10.93|224|ke
EfficientNetV2B0|compact|7200312|0.73|224|ke
EfficientNetV2B3|compact|14467622|3.02|300|ke
# timm
seresnet50|cnn|28090000|4.11|224|ti
seresnext50_32x4d|cnn|27560000|4.26|224|ti
resnet26|cnn|16000000|2.36|224|ti
resnet50d|cnn|25580000|4.35|224|ti
resnet101d|cnn|44570000|8.08|224|ti
resnet200d|cnn|64690000|20|256|ti
resnetv2_50x1_bit|cnn|25550000|4.23|224|ti
res2net50_26w_4s|cnn|25700000|4.28|224|ti
darknet53|cnn|41610000|9.31|256|ti
cspdarknet53|cnn|27640000|6.57|256|ti
cspresnet50|cnn|21620000|4.54|256|ti
dpn92|cnn|37670000|6.54|224|ti
dla34|cnn|15740000|3.07|224|ti
hrnet_w18|cnn|21300000|4.32|224|ti
hrnet_w32|cnn|41230000|8.97|224|ti
inception_v4|cnn|42680000|12.28|299|ti
pnasnet5large|cnn|86060000|25.04|331|ti
regnety_032|cnn|19440000|3.2|224|ti
regnety_040|cnn|20650000|4|224|ti
repvgg_a0|cnn|9110000|1.52|224|ti
nfnet_f0;dm_nfnet_f0|cnn|71490000|7.21|192|ti
eca_nfnet_l0|cnn|24140000|4.35|224|ti
convnextv2_tiny|cnn|28640000|4.47|224|ti
convnextv2_base|cnn|88720000|15.38|224|ti
efficientnetv2_rw_s|cnn|23940000|4.91|288|ti
tf_efficientnetv2_s|cnn|21460000|5.35|300|ti
mobilenetv4_conv_small|compact|3770000|0.19|224|ti
mobilenetv4_conv_medium|compact|9720000|0.84|224|ti
mobilenetv4_conv_large|compact|32590000|2.86|256|ti
efficientnet_lite0|compact|4650000|0.4|224|ti
ghostnet_100|compact|5180000|0.15|224|ti
lcnet_100|compact|2950000|0.16|224|ti
tinynet_a|compact|6190000|0.35|192|ti
fbnetc_100|compact|5570000|0.4|224|ti
mixnet_s|compact|4130000|0.25|224|ti
mobilevit_s;apple/mobilevit-small|compact|5580000|2.03|256|ti
mobilevit_xs|compact|2320000|1.05|256|ti
mobilevit_xxs|compact|1270000|0.42|256|ti
mobilevitv2_100|compact|4900000|1.84|256|ti
efficientformer_l1|compact|12290000|1.3|224|ti
levit_128|compact|9210000|0.41|224|ti
pvt_v2_b0|compact|3670000|0.57|224|ti
deit_tiny_patch16_224;vit_tiny_patch16_224|vit|5720000|1.26|224|ti
deit_small_patch16_224;vit_small_patch16_224;deit3_small_patch16_224;facebook/dino-vits16|vit|22050000|4.61|224|ti
deit_base_patch16_224;deit3_base_patch16_224;facebook/dino-vitb16|vit|86570000|17.58|224|ti
beit_base_patch16_224|vit|86530000|17.58|224|ti
vit_small_patch32_224|vit|22880000|1.15|224|ti
vit_huge_patch14_224|vit|630760000|167.4|224|ti
vit_small_patch14_dinov2;facebook/dinov2-small|vit|22060000|46.76|518|ti
vit_base_patch14_dinov2;facebook/dinov2-base|vit|86580000|151.71|518|ti
vit_large_patch14_dinov2;facebook/dinov2-large|vit|304370000|507.15|518|ti
eva02_base_patch14_224|vit|85760000|23.22|224|ti
hiera_tiny_224|vit|27910000|4.91|224|ti
swin_large_patch4_window7_224|vit|196530000|34.53|224|ti
swinv2_tiny_window8_256|vit|28350000|5.96|256|ti
mixer_b16_224|vit|59880000|12.62|224|ti
poolformer_s12|vit|11920000|1.82|224|ti
coatnet_0_rw_224|vit|27440000|4.43|224|ti
maxvit_tiny_tf_224|vit|30920000|5.6|224|ti
pvt_v2_b2|vit|25360000|4.05|224|ti
xcit_small_12_p16_224|vit|26250000|4.82|224|ti
cait_s24_224|vit|46920000|9.35|224|ti
crossvit_small_240|vit|26860000|5.63|240|ti
twins_svt_small|vit|24060000|2.94|224|ti
openai/clip-vit-base-patch32|vit|151277313|7.4|224|pp
openai/clip-vit-large-patch14|vit|427616513|87.7|224|pp
# detection and segmentation
yolov5n;yolov5nu|detection|1900000|2.25|640|ul
yolov5s;yolov5su|detection|7200000|8.25|640|ul
yolov5m;yolov5mu|detection|21200000|24.5|640|ul
yolov5l;yolov5lu|detection|46500000|54.55|640|ul
yolov5x;yolov5xu|detection|86700000|102.85|640|ul
yolov8n|detection|3200000|4.35|640|ul
yolov8s|detection|11200000|14.3|640|ul
yolov8m|detection|25900000|39.45|640|ul
yolov8l|detection|43700000|82.6|640|ul
yolov8x|detection|68200000|128.9|640|ul
yolov9c|detection|25500000|51.4|640|ul
yolov10n|detection|2300000|3.35|640|ul
yolov10s|detection|7200000|10.8|640|ul
yolov10m|detection|15400000|29.55|640|ul
yolo11n|detection|2600000|3.25|640|ul
yolo11s|detection|9400000|10.75|640|ul
yolo11m|detection|20100000|34|640|ul
yolo11l|detection|25300000|43.45|640|ul
yolo11x|detection|56900000|97.45|640|ul
rtdetr-l|detection|32000000|55|640|ul
detr-resnet-50|detection|41300000|86|800|pp
efficientdet_d0;EfficientDet-D0;tf_efficientdet_d0|detection|3900000|2.54|512|pp
efficientdet_d1|detection|6600000|6.1|640|pp
efficientdet_d2|detection|8100000|11|768|pp
efficientdet_d4|detection|20700000|55.2|1024|pp
SSD300_ResNet50;ssd300;nvidia_ssd|detection|22900000|20|300|es
segformer-b0;nvidia/mit-b0;segformer-b0-finetuned-ade-512-512|detection|3800000|4.2|512|pp
segformer-b2;nvidia/mit-b2|detection|27500000|31.2|512|pp
segformer-b5;nvidia/mit-b5|detection|84700000|91.7|640|pp
UNet;U-Net|detection|31037698|54.7|256|es
sam-vit-base|detection|93735472|370|1024|es
# diffusion and generators
stable-diffusion-v1-4;stable-diffusion-v1-5;stable-diffusion-2-1|diffusion|859520964|339|512|pp
stable-diffusion-xl-base-1.0;sdxl|diffusion|2567463684|2990|1024|pp
DiT-S/2|diffusion|33000000|6.06|256|pp
DiT-B/2|diffusion|130000000|23.01|256|pp
DiT-L/2|diffusion|458000000|80.71|256|pp
DiT-XL/2|diffusion|675000000|118.64|256|pp
ddpm-cifar10-32|diffusion|35746307|6.1|32|pp
`;
