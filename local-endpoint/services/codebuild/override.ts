import type { EnvironmentVariable, StartBuildInput } from '@aws-sdk/client-codebuild';
import type { StoredProject } from './stored-project';
import { RESOLVED_VERSION } from './resolved-version';
import { validateVariables } from './validate-environment';

/**
 * The project as one build sees it: what StartBuild gives goes before what the project says.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 * @throws AwsError `InvalidInputException`
 */
export function overridden(project: StoredProject, input: StartBuildInput): StoredProject {
  validateVariables(input.environmentVariablesOverride);
  const { source, environment } = project;
  return {
    ...project,
    source: {
      ...source,
      ...given({
        type: input.sourceTypeOverride,
        location: input.sourceLocationOverride,
        buildspec: input.buildspecOverride,
      }),
    },
    environment: {
      ...environment,
      ...given({
        type: input.environmentTypeOverride,
        image: input.imageOverride,
        computeType: input.computeTypeOverride,
        privilegedMode: input.privilegedModeOverride,
        certificate: input.certificateOverride,
      }),
      environmentVariables: merged(environment.environmentVariables, input.environmentVariablesOverride),
    },
    ...given({
      secondarySources: input.secondarySourcesOverride,
      secondarySourceVersions: input.secondarySourcesVersionOverride,
      artifacts: input.artifactsOverride,
      secondaryArtifacts: input.secondaryArtifactsOverride,
      cache: input.cacheOverride,
      serviceRole: input.serviceRoleOverride,
      timeoutInMinutes: input.timeoutInMinutesOverride,
      queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride,
      encryptionKey: input.encryptionKeyOverride,
      logsConfig: input.logsConfigOverride,
    }),
  };
}

/** Without what was not given. */
const given = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

/** By name, the later ones before the earlier. */
function merged(
  project: readonly EnvironmentVariable[] = [],
  build: readonly EnvironmentVariable[] = [],
): EnvironmentVariable[] {
  const variables = [...project, ...build].filter(({ name }) => name !== RESOLVED_VERSION);
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}
