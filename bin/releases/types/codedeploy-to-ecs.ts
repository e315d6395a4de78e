import { GetDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import type { Service, TaskSet } from '@aws-sdk/client-ecs';
import { compareTaskDefinitions, readTaskDefinition } from '../diff/task-definition';
import { compareAppSpecs } from './ecs/app-spec-diff';
import { readTaskDefinitionTemplate } from './ecs/code-deploy-diff';
import type { ServiceLocation } from './ecs/service';
import { actionsOfProvider, locateAction } from '../../../rehearsal/pipeline/deployed-pipeline';
import type { DeploymentType, ReleasePipeline } from '../model';
import { type DeploymentGroupLocation, readDeploymentUnderWay } from './codedeploy/under-way';
import { readImageNeeds } from './ecs/image-needs';
import { describeServing, readService } from './ecs/service';

/**
 * CodeDeploy replaces the task set of an ECS service.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html
 */
export const codeDeployToEcs: DeploymentType = {
  title: 'CodeDeploy to ECS',
  locate: (declaration) =>
    locateAction(declaration, ({ actionTypeId }) => actionTypeId?.provider === 'CodeDeployToECS'),
  async readServing(pipeline) {
    const location = await serviceOf(pipeline);
    const service = location && (await readService(pipeline.clients, location));
    const primary = primaryOf(service);
    if (!service || !primary) return undefined;
    const { id, computedDesiredCount, externalId } = primary;
    const by = externalId === undefined ? '' : ` by deployment ${externalId}`;
    const tasks = { ...primary, desiredCount: computedDesiredCount };
    return describeServing(pipeline, service, tasks, `task set ${id} of ${location?.service}${by}`);
  },
  readUnderWay: (pipeline) => readDeploymentUnderWay(pipeline, deploymentGroupOf(pipeline)),
  readNeeds: readImageNeeds,
  async readDifferences(pipeline, actions) {
    const location = await serviceOf(pipeline);
    const primary = location && primaryOf(await readService(pipeline.clients, location));
    const before = await readTaskDefinition(pipeline.clients, primary?.taskDefinition);
    const after = await readTaskDefinitionTemplate(pipeline, actions);
    return [
      ...(await compareTaskDefinitions(pipeline.clients, before, after)),
      ...(await compareAppSpecs(pipeline, actions, primary?.externalId)),
    ];
  },
  describeRollback: async () =>
    'CodeDeploy starts its tasks beside those that serve, and moves the traffic over',
  whileRunning: 'its deployment has not begun, or has just ended',
};

const primaryOf = (service: Service | undefined): TaskSet | undefined =>
  service?.taskSets?.find(({ status }) => status === 'PRIMARY');

function deploymentGroupOf({ declaration }: ReleasePipeline): DeploymentGroupLocation {
  const { configuration } = actionsOfProvider(declaration, 'CodeDeployToECS')[0] ?? {};
  return {
    applicationName: configuration?.ApplicationName ?? '',
    deploymentGroupName: configuration?.DeploymentGroupName ?? '',
  };
}

async function serviceOf(pipeline: ReleasePipeline): Promise<ServiceLocation | undefined> {
  const { deploymentGroupInfo } = await pipeline.clients.codeDeploy.send(
    new GetDeploymentGroupCommand(deploymentGroupOf(pipeline)),
  );
  const { clusterName: cluster, serviceName: service } = deploymentGroupInfo?.ecsServices?.[0] ?? {};
  return cluster && service ? { cluster, service } : undefined;
}
