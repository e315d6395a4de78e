import { AwsError } from '../../../kit/aws-error';
import { type CallContext } from '../../../kit/operation';
import { CODEPIPELINE_PRINCIPAL } from '../engine/session';
import { pipelineArn, type Structure } from '../model';
import type { CodePipelineStore } from '../store';

/** Checks that CodePipeline can work with a pipeline's role. @throws AwsError `InvalidStructureException` */
export async function requireAssumableRole(
  store: CodePipelineStore,
  { region, caller }: CallContext,
  { roleArn, name }: Structure,
): Promise<void> {
  try {
    await store.context.aws.asRole(
      roleArn,
      region,
      CODEPIPELINE_PRINCIPAL,
      pipelineArn(caller.accountId, region, name),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'InvalidStructureException',
      `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`,
    );
  }
}
