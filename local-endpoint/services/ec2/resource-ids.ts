import type { ResourceType } from '@aws-sdk/client-ec2';
import { AwsError } from '../../kit/aws-error';
import type { Ec2State } from './store';

/** Where a type of resource is kept, and AWS's error for one that is not there. */
interface Kept {
  readonly type: ResourceType;
  readonly in: keyof Pick<Ec2State, 'templates' | 'instances' | 'volumes' | 'snapshots' | 'images'>;
  notFound(id: string): AwsError;
}

const KEPT: Readonly<Record<string, Kept>> = {
  lt: {
    type: 'launch-template',
    in: 'templates',
    notFound: (id) =>
      new AwsError(
        'InvalidLaunchTemplateId.NotFound',
        `The specified launch template, with template ID ${id}, does not exist.`,
      ),
  },
  i: {
    type: 'instance',
    in: 'instances',
    notFound: (id) => new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`),
  },
  vol: {
    type: 'volume',
    in: 'volumes',
    notFound: (id) => new AwsError('InvalidVolume.NotFound', `The volume '${id}' does not exist.`),
  },
  snap: {
    type: 'snapshot',
    in: 'snapshots',
    notFound: (id) => new AwsError('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`),
  },
  ami: {
    type: 'image',
    in: 'images',
    notFound: (id) => new AwsError('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`),
  },
};

const keptOf = (id: string): Kept | undefined => KEPT[id.slice(0, id.indexOf('-'))];

/** Whether a resource is one that this service keeps itself. */
export const isOwn = (id: string): boolean => keptOf(id) !== undefined;

/** @returns undefined for what this service does not keep */
export const resourceTypeOf = (id: string): ResourceType | undefined => keptOf(id)?.type;

/** @throws AwsError where the resource does not exist in this account and region */
export function checkOwn(state: Ec2State, id: string): void {
  const kept = keptOf(id);
  if (kept && !state[kept.in].has(id)) throw kept.notFound(id);
}
