import { DescribeTaskDefinitionCommand, type TaskDefinition } from '@aws-sdk/client-ecs';
import { isObject } from '../../../handlers/json';
import { comparable } from '../../../handlers/update-task-definition/compare';
import type { TaskDefinitionInput } from '../../../handlers/update-task-definition/task-definition-file';
import type { ReleaseClients } from '../clients';
import { type Difference, differences } from './differences';
import { labelledImage } from './image-labels';

/** @param arn @default - nothing serves, and everything is new */
export async function readTaskDefinition(
  { ecs }: ReleaseClients,
  arn: string | undefined,
): Promise<TaskDefinition | undefined> {
  if (arn === undefined) return undefined;
  return (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }))).taskDefinition;
}

/** What differs between two task definitions: the images, with their labels, and then field by field. */
export async function compareTaskDefinitions(
  clients: ReleaseClients,
  before: TaskDefinition | undefined,
  after: TaskDefinition | TaskDefinitionInput,
): Promise<Difference[]> {
  const [old, fresh] = [imagesOf(before), imagesOf(after)];
  const containers = [...new Set([...old.keys(), ...fresh.keys()])];
  const label = async (image: string | undefined) =>
    image === undefined ? undefined : labelledImage(clients, image);
  const images = await Promise.all(
    containers
      .filter((name) => old.get(name) !== fresh.get(name))
      .map(async (name) => ({
        field: `${name}.image`,
        ...defined('before', await label(old.get(name))),
        ...defined('after', await label(fresh.get(name))),
      })),
  );
  const rest = differences(
    withoutImages(before && comparable(before, [])),
    withoutImages(comparable(after, [])),
  );
  return [...images, ...rest];
}

const defined = <Name extends string>(name: Name, value: string | undefined) =>
  value === undefined ? {} : { [name]: value };

const imagesOf = (definition: TaskDefinition | TaskDefinitionInput | undefined): Map<string, string> =>
  new Map((definition?.containerDefinitions ?? []).map(({ name = '', image = '' }) => [name, image]));

/** Images have rows of their own. */
function withoutImages(definition: unknown): unknown {
  if (!isObject(definition) || !Array.isArray(definition.containerDefinitions)) return definition;
  const containerDefinitions = definition.containerDefinitions.map((one: unknown) =>
    isObject(one) ? { ...one, image: undefined } : one,
  );
  return { ...definition, containerDefinitions };
}
