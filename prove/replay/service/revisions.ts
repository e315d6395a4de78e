import type { DescribeTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import type { RevisionRecord } from '../../stores/ecs/model';
import type { PlantedAccount } from '../account';

/** Reads the revisions of a family, each of them once, because none changes. @returns them, oldest first */
export function revisionReader({ call }: PlantedAccount): (family: string) => Promise<RevisionRecord[]> {
  const known = new Map<string, RevisionRecord[]>();
  const read = async (taskDefinition: string): Promise<[RevisionRecord, number]> => {
    const { taskDefinition: found = {}, tags = [] } = (await call('ecs', 'DescribeTaskDefinition', {
      ...{ taskDefinition, include: ['TAGS'] },
    })) as DescribeTaskDefinitionResponse;
    const { family = '', containerDefinitions = [], cpu, memory, revision = 0, registeredAt } = found;
    const input = { family, containerDefinitions, cpu, memory };
    return [{ input, tags, registeredAt: registeredAt?.getTime() ?? 0 }, revision];
  };
  return async (family) => {
    const revisions = known.get(family) ?? [];
    const [newest, count] = await read(family);
    while (revisions.length < count - 1) revisions.push((await read(`${family}:${revisions.length + 1}`))[0]);
    if (revisions.length < count) revisions.push(newest);
    known.set(family, revisions);
    return [...revisions];
  };
}
