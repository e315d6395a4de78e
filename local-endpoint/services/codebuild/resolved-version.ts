import type { StartBuildInput } from '@aws-sdk/client-codebuild';

/**
 * How CodePipeline tells CodeBuild which commit a source artifact holds is not public; StartBuild has no member for it.
 * Here it comes as the variable that the build will have, whose name is reserved.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
export const RESOLVED_VERSION = 'CODEBUILD_RESOLVED_SOURCE_VERSION';

/** The commit that a pipeline says it is. @returns undefined where it says none */
export const resolvedVersionOf = ({ environmentVariablesOverride }: StartBuildInput): string | undefined =>
  environmentVariablesOverride?.find(({ name }) => name === RESOLVED_VERSION)?.value;
