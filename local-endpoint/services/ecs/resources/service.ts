import type { CreateServiceCommandInput, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { isList, isSame, type Json, type JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { ignoring } from '../../../kit/resources/errors';
import {
  type PropertyChange,
  type ResourceContext,
  type ResourceProvider,
} from '../../../kit/resources/provider';
import { lowerTags, type Tag } from '../../../kit/resources/tags';
import { updateEcsTags } from './tags';
import { untilIdle, untilSteady } from './steady-service';

const CHANGES: Readonly<Record<string, PropertyChange>> = {
  AvailabilityZoneRebalancing: 'update',
  CapacityProviderStrategy: 'update',
  Cluster: 'replace',
  DeploymentConfiguration: 'update',
  DeploymentController: 'replace',
  DesiredCount: 'update',
  EnableECSManagedTags: 'update',
  EnableExecuteCommand: 'update',
  HealthCheckGracePeriodSeconds: 'update',
  LaunchType: 'replace',
  LoadBalancers: 'update',
  NetworkConfiguration: 'update',
  PlacementConstraints: 'update',
  PlacementStrategies: 'update',
  PlatformVersion: 'update',
  PropagateTags: 'update',
  Role: 'replace',
  SchedulingStrategy: 'replace',
  ServiceName: 'replace',
  ServiceRegistries: 'update',
  TaskDefinition: 'update',
  Tags: 'update',
};

/**
 * A change that ECS refuses, such as the task definition of a service with the CODE_DEPLOY controller, fails with its error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
 */
export const serviceResource: ResourceProvider = {
  properties: CHANGES,
  attributes: ['Name', 'ServiceArn'],
  name: 'ServiceName',
  tags: 'list',

  async create(properties, context) {
    const { ECSClient, CreateServiceCommand } = await import('@aws-sdk/client-ecs');
    const input = inputOf<CreateServiceCommandInput>(properties);
    const serviceName = input.serviceName ?? context.generatedName(255);
    const command = new CreateServiceCommand({ ...input, serviceName });
    const { service } = await context.client(ECSClient).send(command);
    const arn = service?.serviceArn ?? '';
    context.made(arn);
    await untilSteady(context, properties.Cluster as string | undefined, arn);
    return { physicalId: arn, attributes: { Name: serviceName, ServiceArn: arn } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { ECSClient, UpdateServiceCommand } = await import('@aws-sdk/client-ecs');
    const changed = Object.keys(CHANGES).filter(
      (name) => name !== 'Tags' && !isSame(before[name], after[name]),
    );
    if (changed.length > 0) {
      const input = inputOf<UpdateServiceCommandInput>(
        Object.fromEntries(changed.map((name) => [name, after[name] ?? DEFAULTS[name] ?? null])),
      );
      const cluster = after.Cluster as string | undefined;
      await context
        .client(ECSClient)
        .send(new UpdateServiceCommand({ ...input, cluster, service: physicalId }));
      await untilSteady(context, cluster, physicalId);
    }
    await updateEcsTags(context, physicalId, tagsOf(before), tagsOf(after));
    return { physicalId, attributes };
  },

  delete: async ({ physicalId, properties }, context) => {
    const removal = remove(context, physicalId, properties);
    await ignoring(
      removal,
      'ServiceNotFoundException',
      'ServiceNotActiveException',
      'ClusterNotFoundException',
    );
  },
};

/** A service whose deployments are ECS's own is scaled to nothing first, so that its tasks are drained. */
async function remove(
  context: ResourceContext,
  service: string,
  { Cluster, DeploymentController }: JsonObject,
): Promise<void> {
  const { ECSClient, DeleteServiceCommand, UpdateServiceCommand } = await import('@aws-sdk/client-ecs');
  const client = context.client(ECSClient);
  const cluster = Cluster as string | undefined;
  const { Type = 'ECS' } = (DeploymentController ?? {}) as JsonObject;
  if (Type === 'ECS') {
    await client.send(new UpdateServiceCommand({ cluster, service, desiredCount: 0 }));
    await untilIdle(context, cluster, service);
  }
  await client.send(new DeleteServiceCommand({ cluster, service, force: true }));
}

const tagsOf = ({ Tags }: JsonObject): readonly Tag[] => (Tags ?? []) as unknown as readonly Tag[];

/** Values that a property returns to when it leaves the template. */
const DEFAULTS: JsonObject = {
  DesiredCount: 1,
  EnableECSManagedTags: false,
  EnableExecuteCommand: false,
  HealthCheckGracePeriodSeconds: 0,
  PlacementConstraints: [],
  PlacementStrategies: [],
  ServiceRegistries: [],
};

const NUMBERS =
  /^(DesiredCount|HealthCheckGracePeriodSeconds|ContainerPort|MaximumPercent|MinimumHealthyPercent|Weight|Base|BakeTimeInMinutes)$/;
const TRUTHS = /^(EnableECSManagedTags|EnableExecuteCommand|Enable|Rollback|ResetOnHealthyTask)$/;

/** Templates may write numbers and booleans as text, and name the placement strategy differently. */
function inputOf<Input>(properties: JsonObject): Input {
  const typed = JSON.parse(
    JSON.stringify(properties, (key, value: unknown) =>
      NUMBERS.test(key) ? Number(value) : TRUTHS.test(key) ? String(value) === 'true' : value,
    ),
  ) as Record<string, Json>;
  const { PlacementStrategies, Tags, ...rest } = typed;
  return camelCase<Input>({
    ...rest,
    ...(PlacementStrategies !== undefined && { PlacementStrategy: PlacementStrategies }),
    ...(isList(Tags) && { tags: lowerTags(Tags as unknown as Tag[]) }),
  });
}
