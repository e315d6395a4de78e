import {
  VERIFY_DEPLOYMENT,
  verifyDeploymentUserParameters,
} from '../../../../handlers/contract/verify-deployment';
import { verifyName } from '../../../../handlers/contract/names';
import type { VerificationProps } from '../../../build/verify';
import type { Action } from '../../../pipeline/action';
import { Arns } from '../../../pipeline/arns';
import { invoke } from '../../../pipeline/invoke';
import { COMMIT } from '../../../source/commit';

/**
 * Has the environment's action function run the verification beside the action that deploys, which ends only when blue has
 * gone. What it reads of the deployment and of the pipeline is among the grants of the deployment and of `record-release`.
 * @param deployAction its name
 */
export function verifyDeployment(
  { identity, environment, source }: VerificationProps,
  deployAction: string,
): Action {
  const arns = Arns.of(environment);
  return invoke(
    VERIFY_DEPLOYMENT,
    {
      name: 'Verify',
      userParameters: verifyDeploymentUserParameters(identity, deployAction),
      inputs: [typeof source === 'string' ? source : COMMIT.artifact],
      grants: [
        {
          actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'],
          resources: [arns.project(verifyName(identity))],
        },
        {
          actions: ['codedeploy:StopDeployment'],
          resources: ['*'],
          because: 'CodeDeploy knows no resource for codedeploy:StopDeployment',
        },
      ],
    },
    identity,
    arns,
  );
}
