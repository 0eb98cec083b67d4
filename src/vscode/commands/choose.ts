/** Asking for one value: a list to search, or typed text. */
import { window, type QuickPickItem } from 'vscode';

export interface Choice<T> extends QuickPickItem {
  readonly value: T;
}

export interface Question<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** Makes a choice of what was typed; undefined where only the list counts. */
  readonly typed?: (text: string) => Choice<T> | undefined;
}

/** Undefined when nothing was chosen. */
export function choose<T>({ title, placeholder, choices, typed }: Question<T>): Promise<T | undefined> {
  const pick = window.createQuickPick<Choice<T>>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = choices;
  pick.onDidChangeValue((text) => {
    const own = text.trim() === '' ? undefined : typed?.(text.trim());
    pick.items = own ? [...choices, own] : choices;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
