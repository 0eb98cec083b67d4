/** Files beside the code that decide what it does: they are read, and followed when they change. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, eventually, rulesIn, show } from './support';

const TRAINER = `from transformers import Trainer, TrainingArguments

arguments = TrainingArguments(output_dir="out", num_train_epochs=3)
trainer = Trainer(model=model, args=arguments, train_dataset=data)
trainer.train()
`;

const MAIN = `import torch
from torchvision.models import resnet50

from precision import prepared

model = prepared(resnet50().cuda())
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(90):
    for x, y in loader:
        loss = model(x.cuda(), y.cuda())
        loss.backward()
        optimizer.step()
`;

const PLAIN = `def prepared(model):
    return model
`;

const HALF = `import torch


def prepared(model):
    model.forward = torch.autocast("cuda", dtype=torch.bfloat16)(model.forward)
    return model
`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('files beside the code', () => {
  afterEach(closeEverything);

  it('that switch mixed precision on silence the finding, once they are saved', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(root, 'a folder is open');
    const folder = vscode.Uri.joinPath(root, 'beside');
    const code = vscode.Uri.joinPath(folder, 'finetune.py');
    const script = vscode.Uri.joinPath(folder, 'accelerate_config.yaml');
    await vscode.workspace.fs.writeFile(code, bytes(TRAINER));
    await vscode.workspace.fs.writeFile(script, bytes('mixed_precision: no\n'));
    await show(code);
    assert.deepEqual(rulesIn(code), ['hf-trainer-in-fp32']);
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(script));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), 'mixed_precision: bf16\n'));
    await editor.document.save();
    await eventually('the finding to go', () => (rulesIn(code).length === 0 ? true : undefined));
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('that the code imports silence the finding when they decide, once they are saved', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(root, 'a folder is open');
    const folder = vscode.Uri.joinPath(root, 'imported');
    const code = vscode.Uri.joinPath(folder, 'main.py');
    const helper = vscode.Uri.joinPath(folder, 'precision.py');
    await vscode.workspace.fs.writeFile(code, bytes(MAIN));
    await vscode.workspace.fs.writeFile(helper, bytes(PLAIN));
    await show(code);
    assert.ok(rulesIn(code).includes('torch-training-in-fp32'));
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(helper));
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 9, 0), HALF));
    await editor.document.save();
    const silent = (): true | undefined => (rulesIn(code).includes('torch-training-in-fp32') ? undefined : true);
    await eventually('the finding to go', silent);
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });
});
