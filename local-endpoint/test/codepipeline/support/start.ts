import type { Service } from '../../../endpoint/service';
import type { World } from '../../../kit/context';
import { createCodePipeline } from '../../../services/codepipeline/service';
import { ACCOUNT, manualClock, REGION, startTestEndpoint, type TestEndpoint } from '../../../testing';

/** The role of pipelines. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-storefront-stg`;

/** The rule that starts pipelines. */
export const RULE = `arn:aws:events:${REGION}:${ACCOUNT}:rule/shop-storefront-stg-image`;

/**
 * CodePipeline, in front of a Lambda and a CodeDeploy that the test answers for.
 * @param others services beside it @default - none
 */
export const startPipelines = (others: (context: World) => Service[] = () => []): Promise<TestEndpoint> =>
  startTestEndpoint({
    clock: manualClock(new Date()),
    parts: (context) => ({ services: [createCodePipeline(context), ...others(context)] }),
    fakes: [
      'lambda:Invoke',
      'codedeploy:GetApplication',
      'codedeploy:RegisterApplicationRevision',
      'codedeploy:GetApplicationRevision',
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
    ],
  });
