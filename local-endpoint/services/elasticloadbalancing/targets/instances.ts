import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  type DescribeInstancesResult,
  type EC2Client,
  type Instance,
  type Tag,
} from '@aws-sdk/client-ec2';
import type { Scope } from '../../../kit/scope';
import type { LoadBalancingStore } from '../store';
import { HEALTH_TAG, type HealthData, parseHealthData } from './health-data';

/** EC2 takes at most that many values of a filter. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html */
const MAX_FILTER_VALUES = 200;

/** An instance as a load balancer finds it. */
export interface TargetInstance {
  /** `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`. */
  readonly state: string;
  readonly vpc?: string;
  readonly availabilityZone?: string;
  readonly health: HealthData;
}

/**
 * Reads instances, many a call. The instance's tag decides what health checks find, else the one that its AMI had when
 * the instance was first seen.
 * @returns those that exist, by id
 */
export async function readInstances(
  store: LoadBalancingStore,
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, TargetInstance>> {
  const client = store.ec2(scope);
  const instances = (
    await Promise.all(batches([...new Set(ids)]).map((batch) => describe(client, batch)))
  ).flat();
  const { imageHealth } = store.in(scope);
  const unseen = instances.filter(({ InstanceId = '' }) => !imageHealth.has(InstanceId));
  const ofImages = await readImages(client, [...new Set(unseen.map(({ ImageId = '' }) => ImageId))]);
  for (const { InstanceId = '', ImageId = '' } of unseen) imageHealth.set(InstanceId, ofImages.get(ImageId));
  return new Map(
    instances.map((instance) => {
      const id = instance.InstanceId ?? '';
      return [id, targetInstance(instance, imageHealth.get(id))];
    }),
  );
}

const targetInstance = (instance: Instance, imageHealth: string | undefined): TargetInstance => ({
  state: instance.State?.Name ?? 'pending',
  vpc: instance.VpcId,
  availabilityZone: instance.Placement?.AvailabilityZone,
  health: parseHealthData(healthTag(instance.Tags) ?? imageHealth ?? 'healthy'),
});

async function describe(client: EC2Client, ids: string[]): Promise<Instance[]> {
  const instances: Instance[] = [];
  let NextToken: string | undefined;
  do {
    const page: DescribeInstancesResult = await client.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'instance-id', Values: ids }], NextToken }),
    );
    instances.push(...(page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances));
    NextToken = page.NextToken;
  } while (NextToken);
  return instances;
}

/** The tags of images, by image id; of one that is deregistered nothing is known any more. */
async function readImages(
  client: EC2Client,
  ids: readonly string[],
): Promise<Map<string, string | undefined>> {
  const pages = await Promise.all(
    batches(ids).map((Values) =>
      client.send(new DescribeImagesCommand({ Filters: [{ Name: 'image-id', Values }] })),
    ),
  );
  const images = pages.flatMap(({ Images = [] }) => Images);
  return new Map(images.map(({ ImageId = '', Tags }) => [ImageId, healthTag(Tags)]));
}

const healthTag = (tags: readonly Tag[] = []): string | undefined =>
  tags.find(({ Key }) => Key === HEALTH_TAG)?.Value;

const batches = (values: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(values.length / MAX_FILTER_VALUES) }, (_, index) =>
    values.slice(index * MAX_FILTER_VALUES, (index + 1) * MAX_FILTER_VALUES),
  );
