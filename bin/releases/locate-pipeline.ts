import { existsSync } from 'node:fs';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { pipelineName } from '../../handlers/contract/names';
import { identityOf, pullRequestsName } from '../../lib/config/identity';
import { nearest } from '../../lib/config/suggest';
import { loadConfig } from '../../lib/load-config';

/** Which pipeline a person means. */
export interface PipelineQuery {
  /** Its name, or its key under `pipelines:` where that makes one pipeline only. */
  readonly pipeline: string;
  /** Path of the config. @default - `pipelines.yaml` where it exists */
  readonly config?: string;
  /** @default - that of the pipeline's environment in the config, else that of the user's AWS configuration */
  readonly region?: string;
}

/** A pipeline's name, and where it is deployed. */
export interface LocatedPipeline {
  readonly name: string;
  /** @default - that of the user's AWS configuration */
  readonly region?: string;
}

/**
 * Finds the name and the region of a pipeline in the config. Without a config, or with a region, any name is taken as it
 * is: the pipeline may be one that was removed from the file.
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where the config has no such pipeline, or several, and for the one of an entry's pull requests
 */
export function locatePipeline({ pipeline, config, region }: PipelineQuery): LocatedPipeline {
  const file = config ?? 'pipelines.yaml';
  if (config === undefined && !existsSync(file)) return { name: pipeline, region };
  const { prefix, pipelines, pullRequests } = loadConfig(file);
  if (pullRequests.some((one) => pullRequestsName(identityOf(one)) === pipeline))
    throw new ExpectedError(`${pipeline} checks pull requests and releases nothing`);
  const all = pipelines.map(({ name, environment }) => ({
    key: name,
    name: pipelineName({ prefix, pipeline: name, environment: environment.name }),
    region: region ?? environment.region,
  }));
  const [found, ...others] = all.filter(({ key, name }) => name === pipeline || key === pipeline);
  if (found && others.length === 0) return { name: found.name, region: found.region };
  if (!found && region !== undefined) return { name: pipeline, region };
  const names = (found ? [found, ...others] : all).map(({ name }) => name);
  if (found)
    throw new ExpectedError(
      `PIPELINE must be one pipeline, got: ${pipeline}, which is ${names.join(' and ')}`,
    );
  const meant = nearest(pipeline, names);
  throw new ExpectedError(
    `there is no pipeline ${pipeline} in ${file}.${meant ? ` Did you mean ${meant}?` : ''} Pipelines are ${names.join(', ')}; with --region any other can be named`,
  );
}
