import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applySchema } from './apply-schema';
import { checkArtifactFolders } from './checks/artifact-folders';
import { checkClaims } from './checks/claims';
import { checkEnvironments } from './checks/environments';
import { checkNames } from './checks/names';
import { ConfigError, type LocatedDiagnostic } from './config-error';
import type { Diagnostic } from './diagnostic';
import type { ConfigKind } from './kind';
import type { Config } from './model';
import { type ResolvedConfig, resolveConfig } from './resolve';
import { configSchemas } from './schema';
import { readYaml, type YamlFile } from './yaml-file';

/** What a file is read with. */
export interface ReadOptions {
  readonly kinds: readonly ConfigKind[];
  /** What is wrong between pipelines, beside names and claims. @default - nothing is */
  readonly check?: (resolved: ResolvedConfig) => Diagnostic[];
  /** What is right but probably not meant. @default - nothing is */
  readonly warn?: (resolved: ResolvedConfig) => Diagnostic[];
  /** What is right and has consequences to know. @default - nothing */
  readonly note?: (resolved: ResolvedConfig) => Diagnostic[];
}

/**
 * Reads `pipelines.yaml`.
 * @param file as the person named it, for the messages
 * @throws ConfigError with everything that is wrong at once
 */
export function readConfigFile(file: string, options: ReadOptions): Config {
  return readConfigText(readText(file), file, options);
}

/**
 * Reads the text of a `pipelines.yaml`.
 * @param file what to call it in messages
 * @throws ConfigError with everything that is wrong at once
 */
export function readConfigText(
  text: string,
  file: string,
  { kinds, check, warn, note }: ReadOptions,
): Config {
  const yaml = readYaml(text, file);
  if (yaml.content === undefined) throw new ConfigError(yaml.diagnostics);
  if (yaml.content === null) throw new ConfigError([{ file, path: '', rule: EMPTY }]);
  const schemas = configSchemas(kinds);
  const result = applySchema(schemas.file, yaml.content);
  const resolved = resolveConfig(yaml.content, kinds, schemas, readerBeside(file));
  const diagnostics = [
    ...('diagnostics' in result ? result.diagnostics : []),
    ...resolved.diagnostics,
    ...checkEnvironments(resolved, kinds),
    ...checkNames(resolved),
    ...checkArtifactFolders(resolved),
    ...(check?.(resolved) ?? []),
    ...resolved.pipelines.flatMap(({ kind, ...located }) => kind.check(located, resolved)),
    ...checkClaims(resolved),
  ];
  const errors = inFileOrder([...yaml.diagnostics, ...locateAll(yaml, diagnostics)]);
  if (errors.length > 0) throw new ConfigError(errors);
  return {
    prefix: resolved.prefix,
    environments: resolved.environments,
    pipelines: resolved.pipelines.map(({ pipeline }) => pipeline),
    pullRequests: resolved.pullRequests.map(({ pipeline }) => pipeline),
    warnings: inFileOrder(
      locateAll(yaml, [
        ...(warn?.(resolved) ?? []),
        ...resolved.pipelines.flatMap(({ kind, ...located }) => kind.warn?.(located) ?? []),
      ]),
    ),
    notes: inFileOrder(locateAll(yaml, note?.(resolved) ?? [])),
  };
}

const EMPTY = 'is empty: it needs prefix, environments and pipelines';

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a directory, not a file',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'is not UTF-8 text',
  EACCES: 'may not be read by this user',
};

function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const rule = READ_ERRORS[code] ?? `cannot be read: ${message}`;
    throw new ConfigError([{ file, path: '', rule }]);
  }
}

/** Reads files by their paths from the folder of the config, as far as they are text. */
function readerBeside(file: string): (path: string) => string | undefined {
  return (path) => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(dirname(file), path)));
    } catch {
      return undefined;
    }
  };
}

function locateAll(yaml: YamlFile, diagnostics: readonly Diagnostic[]): LocatedDiagnostic[] {
  return diagnostics.map(({ path, rule, ...more }) => yaml.locate(path, rule, more));
}

/** Each once. */
function inFileOrder(diagnostics: readonly LocatedDiagnostic[]): LocatedDiagnostic[] {
  const once = new Map(
    diagnostics.map((diagnostic) => [`${diagnostic.path} ${diagnostic.rule}`, diagnostic]),
  );
  const rank = ({ position }: LocatedDiagnostic) => (position ? position.line * 10_000 + position.column : 0);
  return [...once.values()].sort((one, other) => rank(one) - rank(other));
}
