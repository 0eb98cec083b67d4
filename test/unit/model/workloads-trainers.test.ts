/** Workload facts of Hugging Face and Lightning Trainers. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

describe('workload of a Trainer', () => {
  before(loadParser);

  it('reads the arguments, the checkpoint and the data set', () => {
    const text = `from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments
from datasets import load_dataset
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb")
data = data.map(lambda row: tokenizer(row["text"], max_length=256, truncation=True), batched=True)
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments("out", num_train_epochs=2, per_device_train_batch_size=16, dataloader_num_workers=4)
Trainer(model=model, args=args, train_dataset=data["train"]).train()`;
    const names = ['model', 'dataset', 'epochs', 'batchSize', 'workers', 'sequenceLength'] as const;
    assert.deepEqual(facts(text, ...names), {
      model: 'bert-base-uncased',
      dataset: 'imdb',
      epochs: 2,
      batchSize: 16,
      workers: 4,
      sequenceLength: 256,
    });
  });

  it('names the file rather than its format, and the checkpoint rather than the adapter around it', () => {
    const text = `from transformers import AutoModelForCausalLM, Trainer, TrainingArguments
from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
from datasets import load_dataset
data = load_dataset("json", data_files="train.json")
model = prepare_model_for_kbit_training(AutoModelForCausalLM.from_pretrained("facebook/opt-350m"))
model = get_peft_model(model, LoraConfig(r=8))
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data["train"]).train()`;
    assert.deepEqual(facts(text, 'model', 'dataset'), { model: 'facebook/opt-350m', dataset: 'train.json' });
  });

  it('reads the configuration of TRL inside the call of its trainer', () => {
    const text = `from unsloth import FastLanguageModel
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer
model, tokenizer = FastLanguageModel.from_pretrained(model_name="unsloth/Llama-3.2-1B", load_in_4bit=True)
model = FastLanguageModel.get_peft_model(model, r=16)
data = load_dataset("yahma/alpaca-cleaned", split="train")
data = data.map(lambda rows: rows, batched=True)
trainer = SFTTrainer(
    model=model,
    train_dataset=data,
    args=SFTConfig(per_device_train_batch_size=2, gradient_accumulation_steps=4, max_steps=60, max_length=2048),
)
trainer.train()`;
    const names = ['model', 'dataset', 'epochs', 'maxSteps', 'batchSize', 'sequenceLength', 'precision'] as const;
    assert.deepEqual(facts(text, ...names), {
      model: 'unsloth/Llama-3.2-1B',
      dataset: 'yahma/alpaca-cleaned',
      epochs: '3?',
      maxSteps: 60,
      batchSize: 2,
      sequenceLength: 2048,
      precision: null,
    });
  });

  it('names the model that model_init makes', () => {
    const text = `from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
def fresh():
    return AutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=2)
Trainer(model_init=fresh, args=TrainingArguments("out"), train_dataset=data).train()`;
    assert.deepEqual(facts(text, 'model'), { model: 'distilbert-base-uncased' });
  });

  it('follows data through dictionaries of splits, comprehensions and classes around them', () => {
    const text = `from datasets import DatasetDict, load_dataset
from torch.utils.data import IterableDataset
from transformers import Trainer, TrainingArguments
class Chunks(IterableDataset):
    def __init__(self, tokenizer, data):
        self.data = data
data = load_dataset("imdb")
data = DatasetDict({"train": data["train"], "test": data["test"]})
rows = [row["text"] for row in data["train"]]
Trainer(model=model, args=TrainingArguments("out"), train_dataset=Chunks(tokenizer, rows)).train()`;
    assert.deepEqual(facts(text, 'dataset'), { dataset: 'imdb' });
  });

  it('has three epochs when none are written', () => {
    const text = `from transformers import Trainer, TrainingArguments
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data).train()`;
    assert.deepEqual(facts(text, 'epochs'), { epochs: '3?' });
  });

  it('follows the loader of the Lightning module that is fitted', () => {
    const text = `import lightning as L
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
class Net(L.LightningModule):
    def setup(self, stage):
        self.data = MNIST("d", train=True)
    def train_dataloader(self):
        return DataLoader(self.data, batch_size=64, num_workers=3)
L.Trainer(max_epochs=7).fit(Net())`;
    assert.deepEqual(facts(text, 'model', 'dataset', 'batchSize', 'workers', 'epochs'), {
      model: 'Net',
      dataset: 'MNIST',
      batchSize: 64,
      workers: 3,
      epochs: 7,
    });
  });

  it('follows the loader of a data module', () => {
    const text = `import lightning as L
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import FashionMNIST
class Data(L.LightningDataModule):
    def setup(self, stage):
        self.train, self.val = random_split(FashionMNIST("d"), [55000, 5000])
    def train_dataloader(self):
        return DataLoader(self.train, batch_size=256)
L.Trainer(max_epochs=7).fit(model, datamodule=Data())`;
    assert.deepEqual(facts(text, 'dataset', 'batchSize'), { dataset: 'FashionMNIST', batchSize: 256 });
  });
});

describe('workload of a Lightning Trainer whose classes are constructed for a task', () => {
  before(loadParser);

  const runs = (calls: string): readonly unknown[] =>
    modelOf(`import lightning as L
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForSequenceClassification
class Data(L.LightningDataModule):
    def __init__(self, task="rte", size=8):
        super().__init__()
        self.task = task
    def setup(self, stage):
        self.rows = load_dataset("glue", self.task)
    def train_dataloader(self):
        return DataLoader(self.rows["train"], batch_size=8)
class Net(L.LightningModule):
    def __init__(self, checkpoint):
        super().__init__()
        self.save_hyperparameters()
        self.body = AutoModelForSequenceClassification.from_pretrained(self.hparams.checkpoint)
${calls}`).workloads.map(({ model, dataset }) => [model?.value, dataset?.value]);
  const fit = (net: string, data: string): string =>
    `trainer = L.Trainer(max_epochs=1)\ntrainer.fit(${net}, datamodule=${data})\n`;

  it('is about the checkpoint and the member of the collection that they are given', () => {
    const two =
      fit('Net("bert-base-cased")', 'Data("mrpc")') +
      fit('Net(checkpoint="albert-base-v2")', 'Data(task="cola", size=4)');
    assert.deepEqual(runs(two), [
      ['bert-base-cased', 'glue/mrpc'],
      ['albert-base-v2', 'glue/cola'],
    ]);
  });

  it('is about the member that the class defaults to', () => {
    assert.deepEqual(runs(fit('Net("bert-base-cased")', 'Data()')), [['bert-base-cased', 'glue/rte']]);
  });

  it('is about the collection where the member cannot be told', () => {
    const some = fit('Net("bert-base-cased")', 'Data(**options())') + fit('Net("bert-base-cased")', 'Data("cola")');
    assert.deepEqual(runs(some)[0], ['bert-base-cased', 'glue']);
  });
});

describe('steps of a Lightning Trainer', () => {
  before(loadParser);

  const steps = (given: string, loader = 'batches()'): Record<string, unknown> =>
    facts(
      `import lightning as L
from torch.utils.data import DataLoader
from torchvision.datasets import CIFAR10
trainer = L.Trainer(${given})
trainer.fit(net, ${loader})`,
      'maxSteps',
      'share',
    );

  const cases: readonly (readonly [why: string, given: string, maxSteps: unknown, share: unknown])[] = [
    ['batches of an epoch', 'max_epochs=12, limit_train_batches=30', 360, null],
    ['one batch', 'max_epochs=12, limit_train_batches=1', 12, null],
    ['all of them, written as a part', 'max_epochs=12, limit_train_batches=1.0', null, null],
    ['a part of the batches', 'max_epochs=12, limit_train_batches=0.25', null, 0.25],
    ['the batches that are learnt by heart', 'max_epochs=50, overfit_batches=4', 200, null],
    ['the smaller of two limits', 'max_epochs=12, limit_train_batches=30, max_steps=100', 100, null],
    ['the default number of epochs', 'limit_train_batches=30', '30000?', null],
    ['a trial', 'max_epochs=12, fast_dev_run=True', 1, null],
    ['no trial when that is an option', 'max_epochs=12, fast_dev_run=args.dry', null, null],
  ];
  for (const [why, given, maxSteps, share] of cases)
    it(`counts ${why}`, () => assert.deepEqual(steps(given), { maxSteps, share }));

  it('leaves a limit aside that the data do not reach', () => {
    const loader = 'DataLoader(CIFAR10("data"), batch_size=50)';
    assert.deepEqual(steps('max_epochs=2, limit_train_batches=800', loader), { maxSteps: 1600, share: null });
  });
});
