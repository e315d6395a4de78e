import { DescribeImagesCommand, type Image, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import { PIPELINE_TAG } from '../../handlers/contract/names';
import type { FleetGroup } from './fleet';
import type { FleetPipeline } from './pipeline';

/** An instance with the pipeline's tag that has not ended. */
export interface FleetInstance {
  readonly id: string;
  readonly imageId: string;
}

/** The instances that groups and bakes of the pipeline run. */
export async function instancesOf({ clients, name }: FleetPipeline): Promise<FleetInstance[]> {
  const Filters = [
    { Name: `tag:${PIPELINE_TAG}`, Values: [name] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
  ];
  const instances: FleetInstance[] = [];
  for await (const { Reservations = [] } of paginateDescribeInstances({ client: clients.ec2 }, { Filters }))
    for (const { InstanceId: id = '', ImageId: imageId = '' } of Reservations.flatMap(
      ({ Instances = [] }) => Instances,
    ))
      instances.push({ id, imageId });
  return instances;
}

/** Ids of the images that a group's instances run. */
export async function imageIdsOf(pipeline: FleetPipeline, { instanceIds }: FleetGroup): Promise<string[]> {
  const instances = await instancesOf(pipeline);
  const own = instances.filter(({ id }) => instanceIds.includes(id)).map(({ imageId }) => imageId);
  return [...new Set(own)];
}

/** The images that the pipeline baked and that exist. */
export async function bakedImages({ clients, name }: FleetPipeline): Promise<Image[]> {
  const Filters = [{ Name: `tag:${PIPELINE_TAG}`, Values: [name] }];
  const { Images = [] } = await clients.ec2.send(new DescribeImagesCommand({ Owners: ['self'], Filters }));
  return Images;
}
