import { withExpectedFailures } from './aws-failure';
import { locatePipeline } from './locate-pipeline';
import type { ReleasePipeline } from './model';
import { readReleasePipeline } from './read-pipeline';
import type { ReleaseOptions, ReleaseTools } from './tools';

/** A pipeline that AWS was not asked about yet. */
export type NamedPipeline = Pick<ReleasePipeline, 'name' | 'clients'>;

/**
 * Does something with the pipeline that a command was given.
 * @throws ConfigError where the config has mistakes
 * @throws ExpectedError where the config has no such pipeline, and with one line where credentials, permissions, region or
 * network are the cause
 */
export function withNamedPipeline<T>(
  options: ReleaseOptions,
  { clientsFor }: Pick<ReleaseTools, 'clientsFor'>,
  use: (pipeline: NamedPipeline) => Promise<T>,
): Promise<T> {
  const { name, region } = locatePipeline(options);
  return withExpectedFailures(async () =>
    use({ name, clients: clientsFor({ region, profile: options.profile }) }),
  );
}

/** The same with what AWS has of it and its release record. @throws ExpectedError where there is no such pipeline, too */
export const withPipeline = <T>(
  options: ReleaseOptions,
  tools: Pick<ReleaseTools, 'clientsFor'>,
  use: (pipeline: ReleasePipeline) => Promise<T>,
): Promise<T> =>
  withNamedPipeline(options, tools, async ({ clients, name }) =>
    use(await readReleasePipeline(clients, name)),
  );
