import type { EnvironmentVariable, StartBuildInput } from '@aws-sdk/client-codebuild';
import { artifactStore } from '../../engine/artifacts';
import type { StoredArtifact } from '../../model';
import { ActionFailure, type ActionJob } from '../provider';

/** The reserved variable with the commit of a build's source; StartBuild has no member for it. */
const RESOLVED_VERSION = 'CODEBUILD_RESOLVED_SOURCE_VERSION';

/**
 * The input of StartBuild: the sources are the input artifacts, and the artifacts go where the output artifacts belong,
 * encrypted as the pipeline's are. Which members AWS's CodePipeline uses for this is not public.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 * @throws ActionFailure `ConfigurationError`
 */
export function buildInput(job: ActionJob): StartBuildInput {
  const { configuration, run, execution, region } = job;
  refuseBatch(configuration);
  const primary = primaryOf(job);
  const others = run.inputArtifacts.filter((artifact) => artifact !== primary);
  const resolved = execution.sources.find(({ artifactName }) => artifactName === primary.name)?.revisionId;
  const variables = variablesOf(configuration.EnvironmentVariables);
  const { encryptionKey } = artifactStore(execution.structure, region);
  return {
    projectName: configuration.ProjectName,
    sourceVersion: arnOf(primary),
    secondarySourcesOverride: others.map(({ name }) => ({ type: 'CODEPIPELINE', sourceIdentifier: name })),
    secondarySourcesVersionOverride: others.map((one) => ({
      sourceIdentifier: one.name,
      sourceVersion: arnOf(one),
    })),
    ...artifactsOf(job),
    buildspecOverride: configuration.BuildspecOverride,
    environmentVariablesOverride: resolved
      ? [...variables, { name: RESOLVED_VERSION, value: resolved, type: 'PLAINTEXT' }]
      : variables,
    encryptionKeyOverride: encryptionKey?.id,
  };
}

function refuseBatch({ BatchEnabled, CombineArtifacts }: ActionJob['configuration']): void {
  if (BatchEnabled !== 'true' && CombineArtifacts !== 'true') return;
  throw new ActionFailure(
    'ConfigurationError',
    'BatchEnabled and CombineArtifacts are not supported by the local CodeBuild: give each build an action of its own',
  );
}

function primaryOf({ configuration, run }: ActionJob): StoredArtifact {
  const [only, ...more] = run.inputArtifacts;
  const name = configuration.PrimarySource;
  const primary = name ? run.inputArtifacts.find((artifact) => artifact.name === name) : only;
  if (!primary || (!name && more.length > 0))
    throw new ActionFailure(
      'ConfigurationError',
      `PrimarySource must name one of the action's input artifacts (${run.inputArtifacts.map((one) => one.name).join(', ')}); got: ${name ?? 'none'}`,
    );
  return primary;
}

/** A single output artifact is the buildspec's `artifacts`; several are all among its `secondary-artifacts`, by name. */
function artifactsOf({ action, artifacts }: ActionJob): Partial<StartBuildInput> {
  const outputs = action.outputArtifacts.map(({ name }) => artifacts.reserve(name));
  const locations = outputs.map(({ name, bucket, key }) => ({
    type: 'CODEPIPELINE' as const,
    location: bucket,
    name: key,
    artifactIdentifier: name,
  }));
  if (locations.length > 1)
    return { artifactsOverride: { type: 'CODEPIPELINE' }, secondaryArtifactsOverride: locations };
  return { artifactsOverride: locations[0] ?? { type: 'CODEPIPELINE' }, secondaryArtifactsOverride: [] };
}

/** A list of `{ name, value, type }` as JSON, at most 1,000 characters as every value of a configuration. */
function variablesOf(text = '[]'): EnvironmentVariable[] {
  const wrong = (why: string) =>
    new ActionFailure('ConfigurationError', `EnvironmentVariables is not valid: ${why}; got: ${text}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
  if (!Array.isArray(parsed)) throw wrong('it must be a JSON list of objects with name, value and type');
  return parsed.map((item: unknown) => {
    const { name, value, type = 'PLAINTEXT' } = (item ?? {}) as EnvironmentVariable;
    if (typeof name !== 'string' || typeof value !== 'string')
      throw wrong('each variable must have a name and a value');
    return { name, value, type };
  });
}

const arnOf = ({ bucket, key }: StoredArtifact): string => `arn:aws:s3:::${bucket}/${key}`;
