/** The one Python program that a line in a terminal runs, and the folder that it runs it in. */
import { withoutAssignments } from './launchers';
import { scriptOf, type ScriptCommand } from './script';
import { simpleCommands, type Backslash, type SimpleCommand, type Word } from './shell';

export interface TerminalScript extends ScriptCommand {
  /** Relative to where the line is run, or absolute; empty for there. */
  readonly folder: string;
}

/** What stands before a command and changes nothing about what it is. */
const KEYWORDS = new Set(['then', 'else', 'do', '!', '{']);
/** Run once, often or never: the line alone does not say. */
const CONTROL = new Set(['for', 'while', 'until', 'if', 'case', 'select', 'function']);

/** Null where the line runs none, or several, whose times could not be told apart. */
export function scriptInLine(line: string, backslash: Backslash): TerminalScript | null {
  let folder = '';
  const found: TerminalScript[] = [];
  for (const words of simpleCommands(line, backslash)) {
    const command = bare(words);
    const [program = null] = command;
    if (program !== null && CONTROL.has(program)) return null;
    const target = folderOf(command);
    if (target === null) return null;
    if (target !== undefined) folder = joined(folder, target);
    const script = scriptOf(command);
    if (script !== null) found.push({ ...script, folder });
  }
  const [only, ...others] = found;
  return only === undefined || others.length > 0 ? null : only;
}

function bare(words: SimpleCommand): readonly Word[] {
  const [first = null, ...rest] = words;
  return first !== null && KEYWORDS.has(first) ? bare(rest) : withoutAssignments(words);
}

/** Where `cd` goes; null where only the shell knows, undefined for other commands. */
function folderOf([program, ...args]: readonly Word[]): Word | undefined {
  if (program === undefined || program === null || !/^(cd|pushd|chdir|set-location|sl)$/i.test(program))
    return undefined;
  const [target = null] = args.filter((word) => word === null || !/^-(P|L|Path)$|^\/d$/i.test(word));
  return target === '-' ? null : target;
}

function joined(folder: string, target: string): string {
  const path = target.replace(/\\/g, '/');
  return folder === '' || /^(\/|[A-Za-z]:)/.test(path) ? path : `${folder}/${path}`;
}
