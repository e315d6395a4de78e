import type { LocalService } from '../../../kit/local-service';
import { codePipeline } from '../../../services/codepipeline/service';
import { ACCOUNT, manualClock, REGION, startTestEndpoint, type TestEndpoint } from '../../../testing';

/** The role of pipelines. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-storefront-stg`;

/** The rule that starts pipelines. */
export const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/shop-storefront-stg-image`;

/**
 * CodePipeline, in front of a Lambda and a CodeDeploy that the test answers for.
 * @param others services beside it @default - none
 */
export const startPipelines = (...others: readonly LocalService[]): Promise<TestEndpoint> =>
  startTestEndpoint({
    clock: manualClock(new Date()),
    services: [codePipeline, ...others],
    fakes: [
      'codepipeline:GetPipelineState',
      'lambda:Invoke',
      'codedeploy:GetApplication',
      'codedeploy:RegisterApplicationRevision',
      'codedeploy:GetApplicationRevision',
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
    ],
  });
