import { type ActionParameters, actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';
import { publishedVersion } from './publish-versions';

/** UserParameters of an action behind the publication of versions: `shift-versions` and `record-versions` (JSON, at most 1,000 characters). */
export interface ReleasedVersionsParameters extends ActionParameters {
  /** {@link LambdaSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** The released version of each function, by its name in the config. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Those of a pipeline's action, for its template. @param names of the functions in the config */
export const releasedVersionsUserParameters = (
  identity: PipelineIdentity,
  settings: string,
  names: readonly string[],
): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    versions: Object.fromEntries(names.map((name) => [name, publishedVersion(name)])),
  } satisfies ReleasedVersionsParameters);
