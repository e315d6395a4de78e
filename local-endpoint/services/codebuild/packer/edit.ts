import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Block, Body } from './hcl/parse';
import type { TemplateFile } from './template';

/** What a copy of a template leaves out, and what its sources get. */
export interface TemplateEdit {
  /** Types of blocks outside any other. */
  readonly topBlocks: readonly string[];
  /** Types of blocks within builds. */
  readonly buildBlocks: readonly string[];
  /** Types of blocks, and names of attributes, within sources. */
  readonly inSources: readonly string[];
  /** Lines of HCL that each source begins with. */
  readonly added: readonly string[];
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Writes a changed copy of a template into a folder. @returns what was left out, each once */
export function copyTemplate(
  files: readonly TemplateFile[],
  folder: string,
  edit: TemplateEdit,
): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const left = new Set<string>();
  for (const { name, source, body } of files) {
    const removed = removals(body, edit);
    for (const [what] of removed) left.add(what);
    const changes = [...removed.map(([, change]) => change), ...additions(body, edit)];
    writeFileSync(join(folder, basename(name)), applied(source, changes));
  }
  return [...left].sort();
}

function removals({ blocks }: Body, edit: TemplateEdit): [string, Change][] {
  return blocks.flatMap((block) => {
    if (edit.topBlocks.includes(block.type)) return [removal(block.type, block)];
    if (block.type === 'build')
      return block.body.blocks
        .filter(({ type }) => edit.buildBlocks.includes(type))
        .map((inner) => removal([inner.type, ...inner.labels].join(' '), inner));
    if (block.type !== 'source') return [];
    const { attributes, blocks: inner } = block.body;
    return [
      ...attributes.filter(({ name }) => edit.inSources.includes(name)).map((one) => removal(one.name, one)),
      ...inner.filter(({ type }) => edit.inSources.includes(type)).map((one) => removal(one.type, one)),
    ];
  });
}

const removal = (what: string, { start, end }: Pick<Block, 'start' | 'end'>): [string, Change] => [
  what,
  { start, end, text: '' },
];

const additions = ({ blocks }: Body, { added }: TemplateEdit): Change[] =>
  added.length === 0
    ? []
    : blocks
        .filter(({ type }) => type === 'source')
        .map(({ inside }) => ({ start: inside, end: inside, text: `\n${added.join('\n')}\n` }));

/** Changes do not overlap; the last comes first, so that places before it stay what they are. */
function applied(source: string, changes: readonly Change[]): string {
  return [...changes]
    .sort((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}
