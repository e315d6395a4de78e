import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Deployment, Service } from '@aws-sdk/client-ecs';
import { compareTaskDefinitions, readTaskDefinition } from '../diff/task-definition';
import { readNextTaskDefinition } from './ecs/rolling-diff';
import { actionsOfProvider, locateAction } from '../../../rehearsal/pipeline/deployed-pipeline';
import { runningInStage } from '../executions';
import { type DeploymentType, refusedUnderWay, type ReleasePipeline, type UnderWay } from '../model';
import { readImageNeeds } from './ecs/image-needs';
import { describeServing, readService, type ServiceLocation } from './ecs/service';

/** ECS replaces the tasks of a service. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html */
export const ecsRollingUpdate: DeploymentType = {
  title: 'ECS',
  locate: (declaration) => locateAction(declaration, ({ actionTypeId }) => actionTypeId?.provider === 'ECS'),
  async readServing(pipeline) {
    const location = serviceOf(pipeline.declaration);
    const service = await readService(pipeline.clients, location);
    const primary = primaryOf(service);
    if (!service || !primary) return undefined;
    const { id, rolloutState } = primary;
    const state = rolloutState === undefined ? '' : ` (${rolloutState})`;
    const tasks = { ...primary, loadBalancers: service.loadBalancers };
    return describeServing(pipeline, service, tasks, `deployment ${id}${state} of ${location.service}`);
  },
  readUnderWay: readOthersDeployment,
  readNeeds: readImageNeeds,
  async readDifferences(pipeline, actions) {
    const service = await readService(pipeline.clients, serviceOf(pipeline.declaration));
    const before = await readTaskDefinition(pipeline.clients, primaryOf(service)?.taskDefinition);
    const after = await readNextTaskDefinition(pipeline, actions, before);
    return compareTaskDefinitions(pipeline.clients, before, after);
  },
  describeRollback: async () => 'ECS replaces the tasks by those that it released',
  whileRunning: 'ECS is replacing tasks; its circuit breaker takes a broken release back by itself',
};

/** A deployment that the pipeline does not run: a rollback of ECS's own, or somebody's by hand. */
async function readOthersDeployment(pipeline: ReleasePipeline): Promise<UnderWay | undefined> {
  const service = await readService(pipeline.clients, serviceOf(pipeline.declaration));
  const { id, rolloutState } = primaryOf(service) ?? {};
  if (rolloutState !== 'IN_PROGRESS') return undefined;
  if ((await runningInStage(pipeline, pipeline.deploy.stage)) !== undefined) return undefined;
  return refusedUnderWay(
    `ECS runs deployment ${id} of ${service?.serviceName}, which no execution of the pipeline waits for: wait for its end`,
  );
}

const primaryOf = (service: Service | undefined): Deployment | undefined =>
  service?.deployments?.find(({ status }) => status === 'PRIMARY');

function serviceOf(declaration: PipelineDeclaration): ServiceLocation {
  const { ClusterName = '', ServiceName = '' } =
    actionsOfProvider(declaration, 'ECS')[0]?.configuration ?? {};
  return { cluster: ClusterName, service: ServiceName };
}
