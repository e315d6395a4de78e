import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { plain, type Json, type JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { type ResourceProvider } from '../../../kit/resources/provider';
import { lowerTags, type Tag } from '../../../kit/resources/tags';
import { updateEcsTags } from './tags';

const REPLACED = [
  'ContainerDefinitions',
  'Cpu',
  'EphemeralStorage',
  'ExecutionRoleArn',
  'Family',
  'IpcMode',
  'Memory',
  'NetworkMode',
  'PidMode',
  'PlacementConstraints',
  'ProxyConfiguration',
  'RequiresCompatibilities',
  'RuntimePlatform',
  'TaskRoleArn',
  'Volumes',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html */
export const taskDefinitionResource: ResourceProvider = {
  properties: { ...Object.fromEntries(REPLACED.map((name) => [name, 'replace' as const])), Tags: 'update' },
  attributes: ['TaskDefinitionArn'],
  tags: 'list',

  async create(properties, context) {
    const { ECSClient, RegisterTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
    const { Tags, ...definition } = properties;
    const input = camelCase<RegisterTaskDefinitionCommandInput>(typed(definition), FREE_FORM);
    const family = input.family ?? context.generatedName(255);
    const tags = tagsOf(Tags);
    const command = new RegisterTaskDefinitionCommand({
      ...input,
      family,
      ...(tags.length > 0 && { tags: lowerTags(tags) }),
    });
    const { taskDefinition } = await context.client(ECSClient).send(command);
    const arn = taskDefinition?.taskDefinitionArn ?? '';
    return { physicalId: arn, attributes: { TaskDefinitionArn: arn } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await updateEcsTags(context, physicalId, tagsOf(before.Tags), tagsOf(after.Tags));
    return { physicalId, attributes };
  },

  async delete({ physicalId }, context) {
    const { ECSClient, DeregisterTaskDefinitionCommand } = await import('@aws-sdk/client-ecs');
    const command = new DeregisterTaskDefinitionCommand({ taskDefinition: physicalId });
    await context.client(ECSClient).send(command);
  },
};

const tagsOf = (tags: Json | undefined): readonly Tag[] => (tags ?? []) as unknown as readonly Tag[];

/** Keys below these are the user's own. */
const FREE_FORM = ['DockerLabels', 'Options', 'DriverOpts', 'Labels'];

const NUMBERS =
  /^(ContainerPort|HostPort|ContainerPortRange|Interval|Retries|StartPeriod|Timeout|StartTimeout|StopTimeout|MemoryReservation|SizeInGiB|HardLimit|SoftLimit)$/;
const TRUTHS =
  /^(Essential|ReadonlyRootFilesystem|Privileged|PseudoTerminal|Interactive|DisableNetworking|InitProcessEnabled)$/;

/** Templates may write numbers and booleans as text; a container's Cpu and Memory are numbers, the task's are text. */
function typed(definition: JsonObject): JsonObject {
  const convert = (key: string, value: unknown): unknown => {
    if (NUMBERS.test(key) && typeof value === 'string' && /^\d+$/.test(value)) return Number(value);
    return TRUTHS.test(key) ? String(value) === 'true' : value;
  };
  const {
    ContainerDefinitions = [],
    Cpu,
    Memory,
    ...rest
  } = JSON.parse(JSON.stringify(definition, convert)) as JsonObject & { ContainerDefinitions?: JsonObject[] };
  return {
    ...rest,
    ...(Cpu !== undefined && { Cpu: plain(Cpu) }),
    ...(Memory !== undefined && { Memory: plain(Memory) }),
    ContainerDefinitions: ContainerDefinitions.map((container) => ({
      ...container,
      ...(container.Cpu !== undefined && { Cpu: Number(container.Cpu) }),
      ...(container.Memory !== undefined && { Memory: Number(container.Memory) }),
    })),
  };
}
