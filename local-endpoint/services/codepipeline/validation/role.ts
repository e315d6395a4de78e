import { formatArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import { CODEPIPELINE_PRINCIPAL } from '../engine/session';
import type { Structure } from '../model';
import type { CodePipelineStore } from '../store';

/** Checks that CodePipeline can work with a pipeline's role. @throws AwsError `InvalidStructureException` */
export async function requireAssumableRole(
  store: CodePipelineStore,
  scope: Scope,
  { roleArn, name }: Structure,
): Promise<void> {
  try {
    const pipelineArn = formatArn('codepipeline', scope, name);
    await store.context.aws.asRole(roleArn, scope.region, CODEPIPELINE_PRINCIPAL, pipelineArn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidStructureException',
      `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`,
    );
  }
}
