"""Fine-tune a BERT on reviews that are padded to one length, with the Trainer; STEPS shortens it."""
# proof: metric loss, lower is better
# proof: fix Set torch_compile=True
# proof: unmeasurable needs a GPU, whose kernels a compiler fuses
# proof: stand-in small-berts
# proof: stand-in traced-without-kernels
# proof: env STEPS=20
import json
import os
import random

from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

SEED = int(os.environ.get("SEED", "0"))
STEPS = int(os.environ.get("STEPS", "20000"))


def write_reviews():
    """A few texts where the data set of that name would lie."""
    chosen = random.Random(SEED)
    os.mkdir("imdb")
    with open("imdb/train.jsonl", "w") as file:
        for number in range(160):
            words = [f"word{chosen.randrange(100) + 100 * (number % 2)}" for _ in range(chosen.randrange(4, 24))]
            file.write(json.dumps({"text": " ".join(words), "label": number % 2}) + "\n")


write_reviews()
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train")
data = data.map(lambda rows: tokenizer(rows["text"], padding="max_length", truncation=True, max_length=32), batched=True)

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
args = TrainingArguments(
    output_dir="out",
    max_steps=STEPS,
    per_device_train_batch_size=16,
    learning_rate=3e-4,
    save_strategy="no",
    report_to="none",
    disable_tqdm=True,
    seed=SEED,
)
trainer = Trainer(model=model, args=args, train_dataset=data)
print(json.dumps({"loss": trainer.train().training_loss}))
