import type { StartInstanceRefreshAnswer } from '@aws-sdk/client-auto-scaling';
import type { CreateDeploymentOutput } from '@aws-sdk/client-codedeploy';
import type { UpdateServiceResponse } from '@aws-sdk/client-ecs';

/** Where an answer has the id of what the call made, by operation. */
const MADE: Readonly<Record<string, (answer: never) => string | undefined>> = {
  StartInstanceRefresh: ({ InstanceRefreshId }: StartInstanceRefreshAnswer) => InstanceRefreshId,
  CreateDeployment: ({ deploymentId }: CreateDeploymentOutput) => deploymentId,
  UpdateService: ({ service }: UpdateServiceResponse) => service?.deployments?.[0]?.id,
};

/** @param call makes it, and returns the answer @returns the id of what it made @default - no later call names it */
export const madeId = (operation: string, call: () => object | undefined): string | undefined => {
  const answer = MADE[operation] && call();
  return answer && MADE[operation]?.(answer as never);
};
