import type { AutoRollbackEvent, ErrorCode } from '@aws-sdk/client-codedeploy';

/** Why a deployment ends without success; thrown within it, or the reason of its aborted signal. */
export class DeploymentInterruption extends Error {
  override readonly name = 'Interruption';

  /**
   * @param code AWS's code in `errorInformation`
   * @param message AWS's own text
   * @param status the deployment's last status @default - Failed
   * @param event rolls back where the group's automatic rollback names it @default - DEPLOYMENT_FAILURE
   * @param rollBack decides instead of the group's setting @default - the group's setting
   */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly status: 'Failed' | 'Stopped' = 'Failed',
    readonly event: AutoRollbackEvent = 'DEPLOYMENT_FAILURE',
    readonly rollBack?: boolean,
  ) {
    super(message);
  }
}
