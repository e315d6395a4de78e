import { ECSClient } from '@aws-sdk/client-ecs';
import { deployTaskDefinition, deploymentTimeout, requireService } from './ecs/deployment';
import { readImageDefinitions } from './ecs/image-definitions';
import { withImages, readTaskDefinition, registerNextRevision } from './ecs/task-definition';
import type { ActionJob, ActionOutcome, ActionProvider } from './provider';

/**
 * Puts images into the task definition that a service uses, and waits until the service has rolled to it. Everything
 * that can be found wrong with the input is found before anything is registered.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export const ecsDeploy: ActionProvider = {
  type: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
  inputArtifacts: { minimum: 1, maximum: 1 },
  outputArtifacts: { minimum: 0, maximum: 0 },
  configuration: {
    ClusterName: 'required',
    ServiceName: 'required',
    FileName: 'optional',
    DeploymentTimeout: 'optional',
  },
  timeoutInMinutes: 60,
  run: release,
};

async function release(job: ActionJob): Promise<ActionOutcome> {
  const minutes = deploymentTimeout(job);
  const images = await readImageDefinitions(job);
  const client = new ECSClient({ ...(await job.identity()), region: job.region });
  const { taskDefinition } = await requireService(job, client);
  const changed = withImages(await readTaskDefinition(client, taskDefinition), images);
  return deployTaskDefinition(job, client, await registerNextRevision(client, changed), minutes);
}
