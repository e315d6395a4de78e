import type { EnvironmentVariable, StartBuildInput } from '@aws-sdk/client-codebuild';
import type { StoredProject } from './model';
import { validateVariables } from './validate-environment';

/**
 * The project as one build sees it: the overrides of StartBuild replace what the project has.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html
 * @throws AwsError `InvalidInputException`
 */
export function withOverrides(project: StoredProject, input: StartBuildInput): StoredProject {
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

/** By name; a later value replaces an earlier one. */
function merged(
  project: readonly EnvironmentVariable[] = [],
  build: readonly EnvironmentVariable[] = [],
): EnvironmentVariable[] {
  const variables = [...project, ...build].filter(({ name }) => name !== RESOLVED_VERSION);
  return [...new Map(variables.map((variable) => [variable.name, variable])).values()];
}

/**
 * The variable with the commit of the source. How CodePipeline passes that commit to CodeBuild is not public, and StartBuild
 * has no member for it; here it passes it as this variable, whose name is reserved.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
const RESOLVED_VERSION = 'CODEBUILD_RESOLVED_SOURCE_VERSION';

/** The commit that a pipeline passed. @returns undefined where it passed none */
export const resolvedVersionOf = ({ environmentVariablesOverride }: StartBuildInput): string | undefined =>
  environmentVariablesOverride?.find(({ name }) => name === RESOLVED_VERSION)?.value;
