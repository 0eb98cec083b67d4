/** Facts about public data sets; figures are the training split as the usual loader returns it. */

/** Names | training samples | features | classes | pixels (edge) | tokens | year | source. */
export const DATASET_ROWS = `
# images
MNIST;ylecun/mnist|60000|784|10|28|-|1998|tv
mnist_784|70000|784|10|28|-|1998|sk
FashionMNIST;fashion_mnist;Fashion-MNIST|60000|784|10|28|-|2017|tv
KMNIST;KuzushijiMNIST|60000|784|10|28|-|2018|tv
QMNIST|60000|784|10|28|-|2019|tv
EMNIST|112800|784|47|28|-|2017|tv
USPS|7291|256|10|16|-|1988|tv
Omniglot|19280|-|964|105|-|2015|tv
CIFAR10;CIFAR-10;uoft-cs/cifar10|50000|3072|10|32|-|2009|tv
CIFAR100;CIFAR-100;uoft-cs/cifar100|50000|3072|100|32|-|2009|tv
SVHN;svhn_cropped|73257|3072|10|32|-|2011|tv
STL10;STL-10|5000|-|10|96|-|2011|tv
ImageNet;ImageNet-1k;imagenet1k;ILSVRC2012;ILSVRC;imagenet2012;imagenet-1k|1281167|-|1000|-|-|2012|tv
ImageNet-21k;imagenet21k;imagenet22k|14197122|-|21841|-|-|2011|pp
TinyImageNet;tiny-imagenet;tiny-imagenet-200;zh-plus/tiny-imagenet|100000|-|200|64|-|2015|pp
Imagenette;imagenette2|9469|-|10|-|-|2019|tv
Food101;food-101|75750|-|101|-|-|2014|tv
Flowers102;oxford_flowers102|1020|-|102|-|-|2008|tv
tf_flowers;flower_photos|3670|-|5|-|-|2019|ke
OxfordIIITPet;oxford-iiit-pet|3680|-|37|-|-|2012|tv
StanfordCars;cars196|8144|-|196|-|-|2013|tv
StanfordDogs;stanford_dogs|12000|-|120|-|-|2011|pp
FGVCAircraft|6667|-|100|-|-|2013|tv
Caltech101|8677|-|101|-|-|2003|tv
Caltech256|30607|-|257|-|-|2007|tv
CUB200;CUB_200_2011;caltech_birds2011|5994|-|200|-|-|2011|pp
DTD|1880|-|47|-|-|2014|tv
EuroSAT|27000|-|10|64|-|2018|tv
GTSRB|26640|-|43|-|-|2011|tv
PCAM;patch_camelyon|262144|-|2|96|-|2018|tv
CelebA;celeb_a|162770|-|-|178|-|2015|tv
LFWPeople;lfw|13233|-|5749|250|-|2007|tv
Places365|1803460|-|365|256|-|2017|tv
INaturalist;inaturalist2021|2686843|-|10000|-|-|2021|tv
SUN397|108754|-|397|-|-|2010|tv
RESISC45;NWPU-RESISC45|31500|-|45|256|-|2017|pp
cats_vs_dogs;cats-vs-dogs;microsoft/cats_vs_dogs|23410|-|2|-|-|2007|hf
beans;AI-Lab-Makerere/beans|1034|-|3|500|-|2020|hf
Hymenoptera;hymenoptera_data|244|-|2|-|-|2017|pp
HAM10000|10015|-|7|-|-|2018|pp
LSUN bedroom;lsun_bedroom|3033042|-|-|256|-|2015|pp
FFHQ|70000|-|-|1024|-|2019|pp
# detection, segmentation, video
COCO;COCO2017;CocoDetection;MSCOCO;coco-2017;COCO 2017;detection-datasets/coco|118287|-|80|-|-|2017|tv
coco8|4|-|80|-|-|2023|pp
coco128|128|-|80|-|-|2020|pp
OpenImages|1743042|-|601|-|-|2018|pp
VOCDetection;PascalVOC;VOC2012|5717|-|20|-|-|2012|tv
VOCSegmentation|1464|-|20|-|-|2012|tv
Cityscapes|2975|-|19|1024|-|2016|tv
ADE20K;scene_parse_150|20210|-|150|-|-|2017|pp
PennFudan;PennFudanPed|170|-|1|-|-|2007|pp
Carvana|5088|-|1|-|-|2017|pp
Kinetics400|240436|-|400|-|-|2017|tv
UCF101|9537|-|101|-|-|2012|tv
# tabular
load_iris;iris|150|4|3|-|-|1936|sk
load_digits;digits|1797|64|10|-|-|1998|sk
load_wine;wine|178|13|3|-|-|1991|sk
load_breast_cancer;breast_cancer|569|30|2|-|-|1995|sk
load_diabetes;diabetes|442|10|-|-|-|2004|sk
load_linnerud;linnerud|20|3|-|-|-|1975|sk
fetch_california_housing;california_housing|20640|8|-|-|-|1990|sk
boston_housing|404|13|-|-|-|1978|ke
fetch_covtype;covtype;covertype|581012|54|7|-|-|1998|sk
fetch_kddcup99;kddcup99|494021|41|23|-|-|1999|sk
fetch_lfw_people|13233|2914|5749|-|-|2007|sk
fetch_lfw_pairs|2200|5828|2|-|-|2007|sk
fetch_olivetti_faces;olivetti_faces|400|4096|40|-|-|1994|sk
fetch_20newsgroups;20newsgroups;20_newsgroups|11314|-|20|-|-|1995|sk
fetch_20newsgroups_vectorized|11314|130107|20|-|-|1995|sk
fetch_rcv1;rcv1|804414|47236|103|-|-|2004|sk
adult;adult_income;census_income;adult-census|48842|14|2|-|-|1996|pp
Bioresponse|3751|1776|2|-|-|2012|pp
dry_bean_dataset;dry bean;dry_bean|13611|16|7|-|-|2020|pp
titanic|891|11|2|-|-|2012|pp
credit-g|1000|20|2|-|-|1994|pp
bank-marketing|45211|16|2|-|-|2012|pp
HIGGS|11000000|28|2|-|-|2014|pp
SUSY|5000000|18|2|-|-|2014|pp
YearPredictionMSD|463715|90|-|-|-|2011|pp
MS LTR;MSLR;MSLR-WEB30K|2270296|137|5|-|-|2010|pp
Yahoo LTR|473134|700|5|-|-|2010|pp
Expo|11000000|700|2|-|-|2009|pp
Allstate|13184290|4228|2|-|-|2011|pp
Criteo;criteo_kaggle|45840617|39|2|-|-|2014|pp
MovieLens-100k;ml-100k;movielens_100k|100000|-|-|-|-|1998|pp
MovieLens-1M;ml-1m;movielens_1m|1000209|-|-|-|-|2003|pp
MovieLens-20M;ml-20m|20000263|-|-|-|-|2015|pp
jena_climate;jena_climate_2009_2016|420551|14|-|-|-|2016|ke
ETTh1;ETTh2;ett_small|17420|7|-|-|-|2021|pp
ETTm1;ETTm2|69680|7|-|-|-|2021|pp
# text
imdb;stanfordnlp/imdb;imdb_reviews|25000|-|2|-|-|2011|hf
reuters|8982|-|46|-|-|1987|ke
rotten_tomatoes;cornell-movie-review-data/rotten_tomatoes|8530|-|2|-|-|2005|hf
ag_news;fancyzhx/ag_news;AG_NEWS|120000|-|4|-|-|2015|hf
yelp_polarity;fancyzhx/yelp_polarity;YelpReviewPolarity|560000|-|2|-|-|2015|hf
yelp_review_full;YelpReviewFull|650000|-|5|-|-|2015|hf
amazon_polarity|3600000|-|2|-|-|2015|hf
dbpedia_14;DBpedia|560000|-|14|-|-|2015|hf
yahoo_answers_topics|1400000|-|10|-|-|2015|hf
emotion;dair-ai/emotion|16000|-|6|-|-|2018|hf
banking77|10003|-|77|-|-|2020|hf
tweet_eval|45615|-|3|-|-|2020|hf
Sentiment140|1600000|-|2|-|-|2009|pp
trec|5452|-|6|-|-|2002|hf
sms_spam|5574|-|2|-|-|2011|hf
CoLA;glue cola|8551|-|2|-|-|2018|hf
SST-2;sst2;glue sst2|67349|-|2|-|-|2018|hf
MRPC;glue mrpc|3668|-|2|-|-|2018|hf
STS-B;stsb;glue stsb|5749|-|-|-|-|2018|hf
QQP;glue qqp|363846|-|2|-|-|2018|hf
MNLI;multi_nli;glue mnli|392702|-|3|-|-|2018|hf
QNLI;glue qnli|104743|-|2|-|-|2018|hf
RTE;glue rte|2490|-|2|-|-|2018|hf
WNLI;glue wnli|635|-|2|-|-|2018|hf
boolq|9427|-|2|-|-|2019|hf
snli|550152|-|3|-|-|2015|hf
xnli|392702|-|3|-|-|2018|hf
squad;SQuAD v1.1;rajpurkar/squad|87599|-|-|-|-|2016|hf
squad_v2;SQuAD2.0;rajpurkar/squad_v2|130319|-|-|-|-|2018|hf
swag|73546|-|4|-|-|2018|hf
conll2003;eriktks/conll2003|14041|-|9|-|-|2003|hf
wnut_17|3394|-|13|-|-|2017|hf
cnn_dailymail;abisee/cnn_dailymail|287113|-|-|-|-|2017|hf
xsum;EdinburghNLP/xsum|204045|-|-|-|-|2018|hf
samsum|14732|-|-|-|-|2019|hf
billsum|18949|-|-|-|-|2019|hf
multi_news|44972|-|-|-|-|2019|hf
wmt14|4508785|-|-|-|-|2014|hf
wmt16|4548885|-|-|-|-|2016|hf
opus_books|127085|-|-|-|-|2012|hf
kde4|210173|-|-|-|-|2012|hf
Multi30k|29000|-|-|-|-|2016|pp
IWSLT2017;iwslt14|160239|-|-|-|-|2014|pp
eli5_category|91772|-|-|-|-|2019|hf
wikitext-2;wikitext2;wikitext-2-raw-v1;wikitext-2-v1|36718|-|-|-|2088628|2016|hf
wikitext-103;wikitext103;wikitext-103-raw-v1;wikitext-103-v1|1801350|-|-|-|103227021|2016|hf
wikitext;Salesforce/wikitext|1801350|-|-|-|103227021|2016|hf
PennTreebank;ptb_text_only|42068|-|-|-|929589|1993|pp
enwik8|90000000|-|-|-|90000000|2006|pp
tiny_shakespeare;shakespeare_char;tinyshakespeare|1003854|-|-|-|1003854|2015|pp
openwebtext;Skylion007/openwebtext|8013769|-|-|-|9035582198|2019|pp
c4;allenai/c4|364868892|-|-|-|156000000000|2020|hf
bookcorpus|74004228|-|-|-|-|2015|hf
TinyStories;roneneldan/TinyStories|2119719|-|-|-|-|2023|hf
the_pile;EleutherAI/pile|210607728|-|-|-|300000000000|2020|pp
# instructions and preferences
alpaca;tatsu-lab/alpaca|52002|-|-|-|-|2023|hf
alpaca-cleaned;yahma/alpaca-cleaned|51760|-|-|-|-|2023|hf
dolly;databricks-dolly-15k;databricks/databricks-dolly-15k|15011|-|-|-|-|2023|hf
oasst1;OpenAssistant/oasst1|84437|-|-|-|-|2023|hf
openassistant-guanaco;timdettmers/openassistant-guanaco|9846|-|-|-|-|2023|hf
ultrachat_200k;HuggingFaceH4/ultrachat_200k|207865|-|-|-|-|2023|hf
ultrafeedback_binarized;HuggingFaceH4/ultrafeedback_binarized|61135|-|-|-|-|2023|hf
hh-rlhf;Anthropic/hh-rlhf|160800|-|-|-|-|2022|hf
gsm8k;openai/gsm8k|7473|-|-|-|-|2021|hf
orca-math-word-problems-200k|200035|-|-|-|-|2024|hf
english_quotes;Abirate/english_quotes|2508|-|-|-|-|2022|hf
# audio
speech_commands;SPEECHCOMMANDS;google/speech_commands|84843|-|35|-|-|2018|hf
LibriSpeech;LIBRISPEECH;librispeech_asr;openslr/librispeech_asr|281241|-|-|-|-|2015|pp
train-clean-100|28539|-|-|-|-|2015|pp
train-clean-360|104014|-|-|-|-|2015|pp
LJSpeech;LJSPEECH;lj_speech|13100|-|-|-|-|2017|pp
UrbanSound8K|8732|-|10|-|-|2014|pp
ESC50;ESC-50|2000|-|50|-|-|2015|pp
GTZAN|1000|-|10|-|-|2002|pp
minds14;PolyAI/minds14|563|-|14|-|-|2021|hf
# graphs
Cora;Planetoid|2708|1433|7|-|-|2008|pp
ogbn-arxiv|169343|128|40|-|-|2020|pp
ogbn-products|2449029|100|47|-|-|2020|pp
MUTAG|188|-|2|-|-|1991|pp
QM9|130831|-|-|-|-|2014|pp
`;
