/** Files beside the code that decide what it does: they are read, and followed when they change. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, eventually, rulesIn, show } from './support';

const TRAINER = `from transformers import Trainer, TrainingArguments

arguments = TrainingArguments(output_dir="out", num_train_epochs=3)
trainer = Trainer(model=model, args=arguments, train_dataset=data)
trainer.train()
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
});
