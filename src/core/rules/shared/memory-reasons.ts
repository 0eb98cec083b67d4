/** Why a batch may have to be small: large models, long inputs, volumes, inputs of many sizes. */
import type { Model } from '../../model/model';
import { perModel, readsWholeText } from '../../model/per-model';
import type { Workload } from '../../model/workload';

const CHECKPOINTING = 'gradient checkpointing';

/** What programs mention that save memory for a reason, or whose examples differ in size. */
const WORDS: readonly (readonly [string, RegExp])[] = [
  [
    'quantised weights',
    /^(load_in_4bit|load_in_8bit|BitsAndBytesConfig|quantization_config|prepare_model_for_kbit_training|bitsandbytes)$/,
  ],
  [
    CHECKPOINTING,
    /^(gradient_checkpointing|gradient_checkpointing_enable|checkpoint_sequential|enable_gradient_checkpointing)$/,
  ],
  ['training of language models on one small card', /^(unsloth|FastLanguageModel|FastVisionModel)$/],
  ['sharded training', /^(deepspeed|fsdp|fsdp_config|FullyShardedDataParallel|FSDP|DeepSpeedPlugin)$/],
  ['volumes', /^(monai|nibabel|SimpleITK|torchio|Conv3d|Conv3D|Conv3DTranspose|MaxPool3d|MaxPooling3D|UNet3D)$/],
  [
    'detection or segmentation of pictures',
    /^(detection|detectron2|mmdet|mmseg|fasterrcnn_\w+|maskrcnn_\w+|\w*ForObjectDetection|\w*ForSemanticSegmentation|\w*ForInstanceSegmentation|\w*ForUniversalSegmentation|\w*ForDepthEstimation|segmentation_models_pytorch)$/,
  ],
  ['graphs', /^(torch_geometric|dgl|spektral|networkx)$/],
  ['sound of any length', /^(torchaudio|speechbrain|librosa|\w*ForCTC|\w*SpeechSeq2Seq|SpeechT5\w*|Whisper\w+)$/],
  ['instance normalisation', /^(InstanceNorm2d|InstanceNormalization)$/],
  ['image generation', /^(diffusers|UNet2DConditionModel|StableDiffusion\w*)$/],
  [
    'vision and language together',
    /^(\w*Vision2Seq|\w*ImageTextToText|\w*VisionEncoderDecoderModel|Donut\w*|LayoutLM\w+|Udop\w*|Pix2Struct\w*|Blip\w*|Llava\w*|Idefics\w*)$/,
  ],
  ['a large language model', /^(enable_lora|(Gemma3?|Llama3?|Mistral|Mixtral|Falcon|Phi3|Bloom|OPT|Qwen\w*)CausalLM)$/],
  ['reinforcement learning', /^(GRPO\w*|PPO\w*|RLOO\w*|gymnasium|gym)$/],
];

/** Why this program may have no room for larger batches; undefined when nothing speaks for it. */
export function memoryReason(model: Model, workload: Workload | undefined): string | undefined {
  if ((workload?.sequenceLength?.value ?? 0) >= LONG) return 'long sequences';
  if ((workload?.imageSize?.value ?? 0) >= LARGE_PICTURE) return 'large pictures';
  return wordReason(model);
}

/** The same for code that recomputes activations, which is no reason of its own. */
export function reasonBesideCheckpointing(model: Model, workload: Workload | undefined): string | undefined {
  if ((workload?.sequenceLength?.value ?? 0) >= LONG) return 'long sequences';
  return otherReason(model);
}

/** Tokens and pixels from which an example alone fills much of a card. */
const LONG = 1024;
const LARGE_PICTURE = 448;

const otherReason = perModel(
  (model): string | undefined =>
    WORDS.find(([reason, pattern]) => reason !== CHECKPOINTING && isMentioned(model, pattern))?.[0],
);

const wordReason = perModel(
  (model): string | undefined => WORDS.find(([, pattern]) => isMentioned(model, pattern))?.[0],
);

/** Identifiers of a program are not listed, so look for one in its text, where it may also be in a comment. */
function isMentioned(model: Model, pattern: RegExp): boolean {
  const { program } = model;
  const word = anywhere(pattern);
  const first = program.first(word);
  if (!first) return false;
  if (program.mentions(program.text.slice(first.start, first.end))) return true;
  readsWholeText(model);
  return [...program.text.matchAll(new RegExp(word, 'g'))].some(([one]) => program.mentions(one));
}

const anywhere = (whole: RegExp): RegExp => new RegExp(`\\b(?:${whole.source.slice(1, -1)})\\b`);

export type ModelSize = 'small' | 'large' | 'unknown';

const LARGE =
  /llama|mistral|mixtral|falcon|gemma|\bphi-?\d|vicuna|alpaca|bloom|gpt-?neo|gpt-?j|pythia|\bopt-|qwen|deepseek|idefics|llava|blip|whisper-(medium|large)|t5-(large|xl|xxl)|mt5-(large|xl|xxl)|pegasus|xlm-r\w*-xx?l|stable-diffusion|sdxl|flux|vit-(huge|giant)|-xx?l(arge)?\b|zephyr|starcoder|codellama|mpt-/i;
const SMALL =
  /bert|electra|mpnet|minilm|xlnet-base|gpt2(-medium)?$|(^|[/-])(m?t5|flan-t5|codet5)-(small|base)|bart-(base|large)|opus-mt|marian|(vit|deit|beit|swin|convnext|resnet|resnext|efficientnet|mobilenet|densenet|vgg|regnet)/i;

/** Under a billion weights or not, as the checkpoint's name tells. */
export function sizeByName(name: string | undefined): ModelSize {
  if (name === undefined) return 'unknown';
  const stated = /(?:^|[^a-z0-9.])(\d+(?:\.\d+)?)\s?([bm])(?![a-z0-9])/i.exec(name);
  if (stated) return stated[2]?.toLowerCase() === 'm' || Number(stated[1]) < 1 ? 'small' : 'large';
  if (LARGE.test(name)) return 'large';
  return SMALL.test(name) ? 'small' : 'unknown';
}
