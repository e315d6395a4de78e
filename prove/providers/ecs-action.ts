import type {
  DescribeServicesResponse,
  DescribeTaskDefinitionResponse,
  DescribeTasksResponse,
  ListTasksResponse,
  RegisterTaskDefinitionResponse,
  Service,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { failAction, succeedAction } from '../stores/codepipeline/flow';
import { acceptLater } from '../simulated-account/lambda';
import { ECS_ACTION } from './names';
import { actionProvider, type ActionStep, readFiles } from './pipeline-action';

/** Seconds between two looks at a deployment; AWS documents none. */
const POLL_SECONDS = 30;

interface EcsEvent {
  readonly run: string;
  /** The deployment that is watched. @default - there is none yet */
  readonly deployment?: string;
  /** Milliseconds since 1970 at which the action fails. */
  readonly end?: number;
}

type Step = ActionStep<EcsEvent>;

/**
 * Puts images into the revision that the service uses, registers it, updates the service and waits.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 */
export const ecsAction = actionProvider<EcsEvent>((step) =>
  step.event.deployment ? watch(step) : begin(step),
);

/** What ECS adds to a task definition, and does not take. */
const ADDED = ['taskDefinitionArn', 'revision', 'status', 'registeredAt'];

async function begin(step: Step): Promise<void> {
  const { simulated, run, call, configuration } = step;
  const { ClusterName: cluster, ServiceName: service, FileName = '', DeploymentTimeout } = configuration;
  const [artifact = ''] = run.definition.inputs ?? [];
  const files = await readFiles(call, run, artifact);
  const images = JSON.parse(files[FileName] ?? '[]') as {
    readonly name: string;
    readonly imageUri: string;
  }[];
  const { taskDefinition } = await describe(step);
  const described = await call<DescribeTaskDefinitionResponse>('ecs', 'DescribeTaskDefinition', {
    ...{ taskDefinition, include: ['TAGS'] },
  });
  const kept = Object.entries(described.taskDefinition ?? {}).filter(([name]) => !ADDED.includes(name));
  const containerDefinitions = (described.taskDefinition?.containerDefinitions ?? []).map((one) => ({
    ...one,
    image: images.find(({ name }) => name === one.name)?.imageUri ?? one.image,
  }));
  const { tags = [] } = described;
  const registered = await call<RegisterTaskDefinitionResponse>('ecs', 'RegisterTaskDefinition', {
    ...Object.fromEntries(kept),
    ...{ containerDefinitions, ...(tags.length > 0 && { tags }) },
  });
  const arn = registered.taskDefinition?.taskDefinitionArn;
  const updated = await call<UpdateServiceResponse>('ecs', 'UpdateService', {
    ...{ cluster, service, taskDefinition: arn },
  });
  const deployment = updated.service?.deployments?.[0]?.id ?? '';
  run.externalId = deployment;
  const end = simulated.now + Number(DeploymentTimeout) * 60_000;
  acceptLater(simulated, ECS_ACTION, { run: run.id, deployment, end } satisfies EcsEvent, POLL_SECONDS);
}

async function watch(step: Step): Promise<void> {
  const { simulated, run, event, call, configuration } = step;
  const { deployment: id = '', end = 0 } = event;
  const { deployments = [] } = await describe(step);
  const found = deployments.find((one) => one.id === id);
  if (found?.rolloutState === 'COMPLETED') return succeedAction(simulated, run.id);
  const why = found?.rolloutStateReason ?? deployments[0]?.rolloutStateReason;
  if (found?.rolloutState === 'FAILED' || found?.status !== 'PRIMARY' || simulated.now >= end)
    return failAction(simulated, run.id, `The deployment ${id} failed. ${why}`);
  const { ClusterName: cluster, ServiceName: serviceName } = configuration;
  const { taskArns: tasks } = await call<ListTasksResponse>('ecs', 'ListTasks', { cluster, serviceName });
  await call<DescribeTasksResponse>('ecs', 'DescribeTasks', { cluster, tasks });
  acceptLater(simulated, ECS_ACTION, event, POLL_SECONDS);
}

async function describe({ call, configuration }: Step): Promise<Service> {
  const { ClusterName: cluster, ServiceName: service } = configuration;
  const { services = [] } = await call<DescribeServicesResponse>('ecs', 'DescribeServices', {
    ...{ cluster, services: [service] },
  });
  const [found] = services;
  if (found?.status !== 'ACTIVE') throw new Error(`The service ${service} is not active in ${cluster}.`);
  return found;
}
