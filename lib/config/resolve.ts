import { clashes } from '../kinds/ecs-blue-green/config/rules';
import { check, type Finding } from './check-schema';
import { merge } from './merge';
import { connectionSchema } from './connection-schema';
import type { Connection, Environment, Pipeline } from './model';
import { pipelineOf } from './pipelines/pipeline';
import { environmentSchema, pipelineSchema, recipeSchema } from './schema';
import { nearest } from './suggest';
import { depth, written } from './short-form-path';
import type { Path } from './yaml-file';

/** A pipeline and where the file says what of it. */
export interface Placed {
  readonly pipeline: Pipeline;
  /** Where a field of the recipe stands: in the environment's variation, or else in the entry. */
  readonly at: (field: Path) => Path;
  /** Where the n-th image's fields stand, counted from 0. */
  readonly image: (index: number, field: string) => Path;
}

/** As much of a spec as can be made out, so that what is right is checked on although something else is wrong. */
export interface Draft {
  readonly prefix: string;
  readonly environments: readonly Environment[];
  readonly connections: readonly Connection[];
  /** Every name under `connections:`, right or not. */
  readonly connectionNames: readonly string[];
  readonly pipelines: readonly Placed[];
  readonly findings: readonly Finding[];
}

/** Spreads every entry over its environments. @param content the file as plain values, valid or not */
export function spread(content: unknown): Draft {
  const { prefix, environments, connections, pipelines } = mapping(content);
  const known = Object.entries(mapping(environments)).flatMap(([name, value]) => environmentOf(name, value));
  const named = new Map(
    Object.entries(mapping(connections)).flatMap(([name, value]) => connectionOf(name, value)),
  );
  const findings: Finding[] = [];
  const placed = Object.entries(mapping(pipelines)).flatMap(([name, value]) => {
    const entry = mapping(value);
    const valid = 'value' in check(pipelineSchema, entry);
    findings.push(...clashes(entry, ['pipelines', name]));
    return Object.entries(mapping(entry.environments)).flatMap(([environment, variation]) => {
      const key: Path = ['pipelines', name, 'environments', environment];
      findings.push(...unknownEnvironment(key, environment, Object.keys(mapping(environments))));
      findings.push(...clashes(mapping(variation), key));
      const layers = layersOf(name, entry, key, mapping(variation));
      const result = valid ? check(recipeSchema, layers.merged) : { findings: [] };
      if ('findings' in result)
        findings.push(...result.findings.map((each) => ({ ...each, path: layers.at(each.path) })));
      const home = known.find((candidate) => candidate.name === environment);
      if (!('value' in result) || !home) return [];
      const approval = mapping(variation).approval === true;
      const identity = { prefix: String(prefix), name, environment: home, approval };
      const pipeline = pipelineOf(result.value, { identity, connections: named });
      return [{ pipeline, at: layers.at, image: layers.image }];
    });
  });
  return {
    prefix: String(prefix),
    environments: known,
    connections: [...named.values()],
    connectionNames: Object.keys(mapping(connections)),
    pipelines: placed,
    findings,
  };
}

type Mapping = Readonly<Record<string, unknown>>;

function mapping(value: unknown): Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Mapping) : {};
}

function environmentOf(name: string, value: unknown): Environment[] {
  const result = check(environmentSchema, value);
  if (!('value' in result)) return [];
  const { logRetention, ...rest } = result.value;
  return [{ name, ...rest, logRetentionDays: logRetention }];
}

function connectionOf(name: string, value: unknown): [string, Connection][] {
  const result = check(connectionSchema, value);
  return 'value' in result ? [[name, { name, ...result.value }]] : [];
}

function unknownEnvironment(path: Path, name: string, names: readonly string[]): Finding[] {
  if (names.includes(name)) return [];
  const rule = `is no environment of this file; there is ${names.join(', ') || 'none'}`;
  return [{ path, rule, part: 'key', suggestion: nearest(name, names) }];
}

function layersOf(name: string, entry: Mapping, key: Path, variation: Mapping) {
  const own = without(entry, 'environments');
  const over = without(variation, 'approval');
  const merged = mapping(merge(own, over));
  const at = (field: Path): Path =>
    depth(over, field) > 0 && depth(over, field) >= depth(own, field)
      ? [...key, ...written(over, field)]
      : ['pipelines', name, ...written(own, field)];
  const several = Object.hasOwn(mapping(merged.source), 'images');
  const image = (index: number, field: string) =>
    at(['source', ...(several ? ['images', index] : ['image']), field]);
  return { merged, at, image };
}

function without(value: Mapping, key: string): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
