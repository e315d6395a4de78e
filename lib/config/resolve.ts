import { applySchema } from './apply-schema';
import type { ConfigKind, ResolveContext } from './kind';
import { connectionSchema } from './connection-schema';
import type { Diagnostic } from './diagnostic';
import { isMapping, merge } from './merge';
import type { Connection, Environment } from './model';
import type { Path } from './path';
import { LOG_DAYS } from './hardened';
import { resolvePullRequests } from './pull-requests';
import type { RequestedPullRequests, ResolvedPipeline } from './resolved-pipeline';
import { environmentSchema, type ConfigSchemas } from './schema';
import { PLACEHOLDER } from './schema-parts';
import { depthOf, shortFormPath } from './short-form-path';
import { nearest } from './suggest';

/** As much of the file as is valid, so that it is checked although something else is wrong. */
export interface ResolvedConfig {
  readonly prefix: string;
  readonly environments: readonly Environment[];
  readonly connections: readonly Connection[];
  /** Every name under `connections:`, right or not. */
  readonly connectionNames: readonly string[];
  readonly pipelines: readonly ResolvedPipeline[];
  /** One for each entry that has its pull requests checked, in the environment where that happens. */
  readonly pullRequests: readonly RequestedPullRequests[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes a pipeline for each environment of every entry.
 * @param content the file as plain values, valid or not
 * @param readBeside reads other files that an entry names
 */
export function resolveConfig(
  content: unknown,
  kinds: readonly ConfigKind[],
  schemas: ConfigSchemas,
  readBeside: ResolveContext['readBeside'],
): ResolvedConfig {
  const { prefix, environments, connections, pipelines } = mapping(content);
  const file: FileParts = {
    prefix: String(prefix),
    environments: Object.entries(mapping(environments)).flatMap(([name, value]) =>
      environmentOf(name, value),
    ),
    environmentNames: Object.keys(mapping(environments)),
    readBeside,
    connections: new Map(
      Object.entries(mapping(connections)).flatMap(([name, value]) => connectionOf(name, value)),
    ),
  };
  const entries = Object.entries(mapping(pipelines)).map(([name, value]) =>
    resolveEntry(name, mapping(value), file, kinds, schemas),
  );
  return {
    prefix: file.prefix,
    environments: file.environments,
    connections: [...file.connections.values()],
    connectionNames: Object.keys(mapping(connections)),
    pipelines: entries.flatMap((entry) => entry.pipelines),
    pullRequests: entries.flatMap((entry) => entry.pullRequests),
    diagnostics: entries.flatMap(({ diagnostics }) => diagnostics),
  };
}

type Mapping = Readonly<Record<string, unknown>>;

/** What the entries of `pipelines:` refer to. */
interface FileParts {
  readonly prefix: string;
  readonly environments: readonly Environment[];
  /** Every name under `environments:`, right or not. */
  readonly environmentNames: readonly string[];
  readonly connections: ReadonlyMap<string, Connection>;
  readonly readBeside: ResolveContext['readBeside'];
}

type ResolvedEntry = Pick<ResolvedConfig, 'pipelines' | 'pullRequests' | 'diagnostics'>;

/** An entry in one of its environments, or why there is none. */
type ResolvedVariation = Pick<ResolvedConfig, 'pipelines' | 'diagnostics'>;

function resolveEntry(
  name: string,
  entry: Mapping,
  file: FileParts,
  kinds: readonly ConfigKind[],
  schemas: ConfigSchemas,
): ResolvedEntry {
  const kind = kindMeantBy(entry, kinds);
  const isValid = 'value' in applySchema(schemas.entry, entry);
  const resolved = Object.entries(mapping(entry.environments)).map(([environment, variation]) => {
    const key: Path = ['pipelines', name, 'environments', environment];
    const { pipelines, diagnostics } =
      kind && isValid
        ? resolvePipeline(
            { name, entry, environment, variation: mapping(variation), key },
            kind,
            file,
            schemas,
          )
        : NOTHING;
    return {
      pipelines,
      diagnostics: [
        ...unknownEnvironment(key, environment, file.environmentNames),
        ...(kind?.clashes?.(mapping(variation), key) ?? []),
        ...diagnostics,
      ],
    };
  });
  const pipelines = resolved.flatMap((one) => one.pipelines);
  const requested = resolvePullRequests(pipelines, file, (environment) =>
    kind
      ? resolvePipeline(
          { name, entry, environment, variation: {}, key: ['pipelines', name] },
          kind,
          file,
          schemas,
        )
      : NOTHING,
  );
  return {
    pipelines,
    pullRequests: requested.pullRequests,
    diagnostics: [
      ...(kind?.clashes?.(entry, ['pipelines', name]) ?? []),
      ...resolved.flatMap(({ diagnostics }) => diagnostics),
      ...requested.diagnostics,
    ],
  };
}

const NOTHING: ResolvedVariation = { pipelines: [], diagnostics: [] };

/** The entry's kind, or the one that it misspells. */
function kindMeantBy({ kind }: Mapping, kinds: readonly ConfigKind[]): ConfigKind | undefined {
  const exact = kinds.find(({ name }) => name === kind);
  if (exact || typeof kind !== 'string') return exact;
  const meant = nearest(
    kind,
    kinds.map(({ name }) => name),
  );
  return kinds.find(({ name }) => name === meant);
}

/** An entry in one of its environments. */
interface EntryInEnvironment {
  readonly name: string;
  readonly entry: Mapping;
  readonly environment: string;
  readonly variation: Mapping;
  /** Path of the variation. */
  readonly key: Path;
}

function resolvePipeline(
  { name, entry, environment: environmentName, variation, key }: EntryInEnvironment,
  kind: ConfigKind,
  { prefix, environments, connections, readBeside }: FileParts,
  schemas: ConfigSchemas,
): ResolvedVariation {
  const own = without(entry, 'environments');
  const over = without(variation, 'approval');
  const at = (field: Path): Path =>
    depthOf(over, field) > 0 && depthOf(over, field) >= depthOf(own, field)
      ? [...key, ...shortFormPath(over, field)]
      : ['pipelines', name, ...shortFormPath(own, field)];
  const result = applySchema(schemas.merged(kind), mapping(merge(own, over, kind.merge)));
  if (!('value' in result))
    return {
      pipelines: [],
      diagnostics: result.diagnostics.map((each) => ({ ...each, path: at(each.path) })),
    };
  const environment = environments.find((candidate) => candidate.name === environmentName);
  if (!environment) return NOTHING;
  const { approval } = variation;
  const neighbours = environments.filter(
    ({ name, account, region }) =>
      name !== environmentName &&
      account === environment.account &&
      region === environment.region &&
      Object.hasOwn(mapping(entry.environments), name),
  );
  const pipeline = kind.resolve(result.value, {
    base: { prefix, name, environment, approval: Boolean(approval) },
    siblings: environments.filter(({ name: one }) => Object.hasOwn(mapping(entry.environments), one)),
    neighbours: neighbours.map(({ name: other }) =>
      mapping(merge(own, mapping(mapping(entry.environments)[other]), kind.merge)),
    ),
    approvalForm: typeof approval === 'string' ? approval : undefined,
    readBeside,
    connections,
    fill: (text) => text.replaceAll(PLACEHOLDER, environment.name),
  });
  return { pipelines: [{ kind, pipeline, at }], diagnostics: [] };
}

function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** Days that log groups keep their events unless the environment says otherwise. */
const LOG_RETENTION = 30;

function environmentOf(name: string, value: unknown): Environment[] {
  const result = applySchema(environmentSchema, value);
  if (!('value' in result)) return [];
  const { logRetention, ...rest } = result.value;
  const logRetentionDays = logRetention ?? (rest.hardened ? LOG_DAYS : LOG_RETENTION);
  return [{ name, ...rest, logRetentionDays }];
}

function connectionOf(name: string, value: unknown): [string, Connection][] {
  const result = applySchema(connectionSchema, value);
  return 'value' in result ? [[name, { name, ...result.value }]] : [];
}

function unknownEnvironment(path: Path, name: string, names: readonly string[]): Diagnostic[] {
  if (names.includes(name)) return [];
  const rule = `is no environment of this file; there is ${names.join(', ') || 'none'}`;
  return [{ path, rule, part: 'key', suggestion: nearest(name, names) }];
}

function without(value: Mapping, key: string): Mapping {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
