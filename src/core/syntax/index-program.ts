/** Answers the look-ups of `Program` from the indexes of a document's chunks, lazily and remembered. */
import type { Node } from './ast';
import type { Module } from './ast';
import type { Chunk } from './chunk';
import type { ChunkIndex } from './lower/builder';
import type { Program } from './program';

export function indexProgram(text: string, module: Module, chunks: readonly Chunk[]): Program {
  const indexes = chunks.filter((chunk) => chunk.statements.length > 0).map((chunk) => chunk.index);
  const list = <T extends Node>(pick: (index: ChunkIndex) => readonly T[]): readonly T[] =>
    indexes.flatMap(pick).sort(byStart);
  return {
    text,
    module,
    comments: chunks.flatMap((chunk) => chunk.comments),
    broken: chunks.flatMap((chunk) => chunk.broken),
    mentions: remember((word: string) => indexes.some((index) => mentions(index, word))),
    calls: remember((name: string) => list((index) => index.calls.get(name) ?? [])),
    names: remember((id: string) => list((index) => index.names.get(id) ?? [])),
    attributes: remember((attr: string) => list((index) => index.attributes.get(attr) ?? [])),
    imports: list((index) => index.imports),
    functions: list((index) => index.functions),
    classes: list((index) => index.classes),
    loops: list((index) => index.loops),
    withs: list((index) => index.withs),
  };
}

const byStart = (a: Node, b: Node): number => a.start - b.start;

function mentions(index: ChunkIndex, word: string): boolean {
  return index.names.has(word) || index.attributes.has(word) || index.words.has(word);
}

function remember<R>(compute: (key: string) => R): (key: string) => R {
  const known = new Map<string, R>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as R;
  };
}
