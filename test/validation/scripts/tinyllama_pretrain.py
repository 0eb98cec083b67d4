# Published run: TinyLlama 1.1B, 3 T tokens on 16 A100 40GB in 90 days (jzhang38/TinyLlama README).
import lightning as L
import torch
from torch.utils.data import DataLoader
from transformers import AutoConfig, AutoModelForCausalLM

from packed_dataset import PackedDataset

BLOCK = 2048
MICRO_BATCH = 8
MAX_STEP = 11_444_092


class TinyLlama(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained("TinyLlama/TinyLlama-1.1B"))

    def training_step(self, batch, batch_idx):
        loss = self.model(input_ids=batch, labels=batch).loss
        self.log("loss", loss)
        return loss

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=4e-4, betas=(0.9, 0.95), weight_decay=0.1)


loader = DataLoader(PackedDataset("slim_star_combined", BLOCK), batch_size=MICRO_BATCH, num_workers=8)
trainer = L.Trainer(max_steps=MAX_STEP, devices=4, num_nodes=4, precision="bf16-mixed", strategy="fsdp")
trainer.fit(TinyLlama(), loader)
