import type { AutoRollbackEvent, ErrorCode } from '@aws-sdk/client-codedeploy';

/** Why a deployment ends without success. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  /**
   * @param code AWS's code in `errorInformation`
   * @param message AWS's own words
   * @param status what becomes of the deployment @default - Failed
   * @param event which setting of the group decides about a rollback @default - DEPLOYMENT_FAILURE
   * @param rollBack what decides instead of the group's setting @default - nothing
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
