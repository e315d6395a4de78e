import type { Config } from './config/model';
import { type ReadOptions, readConfigFile, readConfigText } from './config/read-config';
import type { ResolvedConfig } from './config/resolve';
import { checkFamilies, type ReleasedService } from './ecs-service/config/check-families';
import { KINDS } from './kinds';
import { kindOf, type PipelineKind } from './kinds/kind';
import { checkSources, noteSources, type SourcesInFile, warnOfSources } from './source/config/checks';
import type { RepositoryLookup } from './source/config/work-tree';

export interface LoadOptions {
  /** @default - all of the factory's */
  readonly kinds?: readonly PipelineKind[];
  /** Returns what is known of a git repository, for warnings. @default - nothing is known of any */
  readonly lookUp?: RepositoryLookup;
}

/**
 * Reads a config from a file.
 * @param file as the person named it, for the messages
 * @throws ConfigError with everything that is wrong at once
 */
export function loadConfig(file: string, options: LoadOptions = {}): Config {
  return readConfigFile(file, readOptions(options));
}

/**
 * Reads a config from text.
 * @param file what to call it in messages
 * @throws ConfigError with everything that is wrong at once
 */
export function parseConfig(text: string, file: string, options: LoadOptions = {}): Config {
  return readConfigText(text, file, readOptions(options));
}

function readOptions({ kinds = KINDS, lookUp = () => undefined }: LoadOptions): ReadOptions {
  return {
    kinds,
    check: (resolved) => [
      ...checkSources(sourcesIn(resolved, kinds)),
      ...checkFamilies(servicesIn(resolved, kinds)),
    ],
    warn: (resolved) => warnOfSources(sourcesIn(resolved, kinds), lookUp),
    note: (resolved) => noteSources(sourcesIn(resolved, kinds)),
  };
}

function sourcesIn(resolved: ResolvedConfig, kinds: readonly PipelineKind[]): SourcesInFile {
  return {
    ...resolved,
    pullRequests: resolved.pullRequests.map(({ pipeline, at }) => ({
      pipeline,
      at,
      sources: { git: kindOf(pipeline, kinds).sources?.(pipeline).git },
    })),
    pipelines: resolved.pipelines.map(({ pipeline, at }) => ({
      pipeline,
      at,
      sources: kindOf(pipeline, kinds).sources?.(pipeline) ?? {},
    })),
  };
}

function servicesIn({ pipelines }: ResolvedConfig, kinds: readonly PipelineKind[]): ReleasedService[] {
  return pipelines.flatMap(({ pipeline, at }) => {
    const service = kindOf(pipeline, kinds).ecsService?.(pipeline);
    return service ? [{ pipeline, at, service }] : [];
  });
}
