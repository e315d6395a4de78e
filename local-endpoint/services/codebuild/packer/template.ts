import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PackerArguments } from './arguments';
import { PackerFailure } from './failure';
import { evaluate, type HclObject, type HclScope, type HclValue, isHclObject, textOf } from './hcl/evaluate';
import { type Block, type Body, parseHcl } from './hcl/parse';

/** A file of a template. */
export interface TemplateFile {
  readonly name: string;
  readonly source: string;
  readonly body: Body;
}

/** A template with the values of its variables and locals. */
export interface Template {
  readonly files: readonly TemplateFile[];
  readonly scope: HclScope;
  /** What its builds make images with. */
  readonly sources: readonly Source[];
  /** Blocks of its builds: provisioners and post-processors, in order. */
  readonly steps: readonly Block[];
}

/** A source of a build, with the blocks and attributes that it has. */
export interface Source {
  readonly type: string;
  readonly name: string;
  readonly body: Body;
}

/** @throws PackerFailure where it cannot be read, or a variable has no value */
export function readTemplate(given: PackerArguments): Template {
  const files = templateFiles(given.template);
  const blocks = files.flatMap(({ body }) => body.blocks);
  const variables = variableValues(blocks, given);
  const scope = withLocals(blocks, { var: variables, path: { root: given.template } });
  const builds = blocks.filter(({ type }) => type === 'build');
  return {
    files,
    scope,
    sources: builds.flatMap((build) => sourcesOf(build, blocks, scope)),
    steps: builds.flatMap(({ body }) => body.blocks),
  };
}

function templateFiles(path: string): TemplateFile[] {
  if (!existsSync(path)) throw new PackerFailure(`Error: stat ${path}: no such file or directory`);
  const names = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.pkr.hcl'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  if (names.length === 0) throw new PackerFailure(`Error: Could not find any config file in ${path}`);
  return names.map((name) => {
    const source = readFileSync(name, 'utf8');
    return { name, source, body: parseHcl(source) };
  });
}

function variableValues(blocks: readonly Block[], { variables, variableFiles }: PackerArguments): HclObject {
  const given: HclObject = Object.assign({}, ...variableFiles.map(readVariableFile)) as HclObject;
  const all: Record<string, HclValue> = { ...given, ...Object.fromEntries(variables) };
  const missing: string[] = [];
  const values: Record<string, HclValue> = {};
  for (const { labels, body } of blocks.filter(({ type }) => type === 'variable')) {
    const [name = ''] = labels;
    const fallback = body.attributes.find((one) => one.name === 'default');
    const value = all[name] ?? (fallback && evaluate(fallback.value, {}));
    if (value === undefined) missing.push(name);
    else values[name] = value;
  }
  if (missing.length > 0)
    throw new PackerFailure(`Error: Unset variable ${missing.map((name) => `"${name}"`).join(', ')}`);
  return values;
}

function readVariableFile(path: string): HclObject {
  const source = readFileSync(path, 'utf8');
  if (path.endsWith('.json')) return JSON.parse(source) as HclObject;
  return Object.fromEntries(
    parseHcl(source).attributes.map(({ name, value }) => [name, evaluate(value, {})]),
  );
}

/** Locals may refer to each other in any order. */
function withLocals(blocks: readonly Block[], scope: HclScope): HclScope {
  const waiting = blocks.filter(({ type }) => type === 'locals').flatMap(({ body }) => body.attributes);
  const locals: Record<string, HclValue> = {};
  for (let left = waiting; left.length > 0; ) {
    const failed = left.filter(({ name, value }) => {
      try {
        locals[name] = evaluate(value, { ...scope, local: locals });
        return false;
      } catch {
        return true; // it may need one that comes later
      }
    });
    const [stuck] = failed;
    if (stuck && failed.length === left.length) evaluate(stuck.value, { ...scope, local: locals });
    left = failed;
  }
  return { ...scope, local: locals };
}

/** Names of sources, and blocks that add to one for a build. */
function sourcesOf(build: Block, blocks: readonly Block[], scope: HclScope): Source[] {
  const listed = build.body.attributes.find(({ name }) => name === 'sources');
  const names = listed ? (evaluate(listed.value, scope) as readonly HclValue[]).map(textOf) : [];
  const own = build.body.blocks.filter(({ type }) => type === 'source');
  return [
    ...names.map((name) => sourceNamed(name, blocks)),
    ...own.map(({ labels: [name = ''], body }) => {
      const source = sourceNamed(name, blocks);
      return {
        ...source,
        body: {
          attributes: [...body.attributes, ...source.body.attributes],
          blocks: [...body.blocks, ...source.body.blocks],
        },
      };
    }),
  ];
}

function sourceNamed(reference: string, blocks: readonly Block[]): Source {
  const [type = '', name = ''] = reference.replace(/^source\./, '').split('.');
  const found = blocks.find(
    ({ type: one, labels }) => one === 'source' && labels[0] === type && labels[1] === name,
  );
  if (!found) throw new PackerFailure(`Error: Unknown source ${type}.${name}`);
  return { type, name, body: found.body };
}

/** The blocks of a type in a body, those that a `dynamic` block makes included, each as an object. */
export function blockValues(body: Body, type: string, scope: HclScope): HclObject[] {
  return body.blocks.flatMap((block) => {
    if (block.type === type) return [attributeValues(block.body, scope)];
    if (block.type !== 'dynamic' || block.labels[0] !== type) return [];
    return dynamicValues(block.body, type, scope);
  });
}

/** https://developer.hashicorp.com/packer/docs/templates/hcl_templates/expressions#dynamic-blocks */
function dynamicValues({ attributes, blocks }: Body, type: string, scope: HclScope): HclObject[] {
  const each = attributes.find(({ name }) => name === 'for_each');
  const content = blocks.find((one) => one.type === 'content');
  if (!each || !content) throw new PackerFailure(`Error: dynamic "${type}" needs for_each and content`);
  const values = evaluate(each.value, scope);
  const entries = isHclObject(values)
    ? Object.entries(values)
    : (values as readonly HclValue[]).map((value) => [value, value] as const);
  return entries.map(([key, value]) => attributeValues(content.body, { ...scope, [type]: { key, value } }));
}

/** The attributes of a body with their values. */
export const attributeValues = ({ attributes }: Body, scope: HclScope): HclObject =>
  Object.fromEntries(attributes.map(({ name, value }) => [name, evaluate(value, scope)]));
