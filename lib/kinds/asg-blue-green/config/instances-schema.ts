import { z } from 'zod';
import { arn, distinct, filePath, matching, wholeNumber } from '../../../config/schema-parts';
import { replacedWhole } from '../../../config/variation-schema';
import { VOLUME_TYPES } from './model';
import { securityGroupId } from '../../../config/network-ids';
import { instanceType } from './instance-type';
import { tagsSchema } from './tags-schema';

const profileName = matching(
  'must be the name of an instance profile: letters, digits and + = , . @ _ -, at most 128',
  /^(?:[\w+=,.@-]|\{environment\}){1,128}$/,
);

const profileSchema = z
  .union([
    profileName
      .transform((name) => ({ name, role: name }))
      .describe('The name of the instance profile, whose role has the same name.'),
    z.strictObject({
      name: profileName.describe('The name of the instance profile.'),
      role: arn('an IAM role', 'iam', 'role/[\\w+=,.@/-]+').describe(
        'The ARN of its role, which is the only one that the pipeline may pass to instances.',
      ),
    }),
  ])
  .meta({ id: 'InstanceProfile' });

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
const volumeSchema = replacedWhole(
  z
    .strictObject({
      device: matching('must be a device such as /dev/xvda', /^\/dev\/[a-z0-9]{2,12}$/).describe(
        'The device: that of the base image’s root volume changes it, any other adds a volume.',
      ),
      size: wholeNumber(1, 65_536).describe('Its size in GiB.'),
      type: z.enum(VOLUME_TYPES).prefault('gp3').describe('Its type.'),
      iops: wholeNumber(100, 256_000)
        .optional()
        .describe('Its operations a second. Default: what the type has.'),
      throughput: wholeNumber(125, 2000)
        .optional()
        .describe('Its throughput in MiB/s, of gp3 only. Default: what the type has.'),
      keep: z.boolean().prefault(false).describe('Whether it stays when its instance ends.'),
    })
    .check(({ value: { type, iops, throughput }, issues }) => {
      const broken = (message: string, path: string, input: unknown) =>
        issues.push({ code: 'custom', message, path: [path], input });
      if (throughput !== undefined && type !== 'gp3')
        broken('goes with type gp3 only', 'throughput', throughput);
      if (iops !== undefined && !['gp3', 'io1', 'io2'].includes(type))
        broken('goes with types gp3, io1 and io2 only', 'iops', iops);
      if (iops === undefined && ['io1', 'io2'].includes(type))
        broken(`is required with type ${type}`, 'iops', undefined);
    })
    .meta({ id: 'Volume' }),
);

/** What every instance is, beside its image. */
export const instancesSchema = z
  .strictObject({
    types: distinct(instanceType, 1, 20).describe(
      'The instance types in the order of preference, all of one architecture. With several, Auto Scaling takes the first that there is.',
    ),
    profile: replacedWhole(profileSchema)
      .optional()
      .describe(
        'The instance profile: its name, or { name, role }. Systems Manager must be among what its role may do, because images are baked through Session Manager. Default: one that the factory makes with the service.',
      ),
    securityGroups: distinct(securityGroupId, 1, 4)
      .optional()
      .describe(
        'The ids of security groups. Those of a service that the factory makes have its own beside them, which lets the load balancer in.',
      ),
    userData: filePath
      .optional()
      .describe(
        'The path, from the folder of this file, of a script that runs when an instance starts: at most 16 KB. Default: none.',
      ),
    volumes: z
      .array(volumeSchema.describe('A volume.'))
      .max(20)
      .prefault([])
      .describe('Volumes, always encrypted. Default: those of the image.'),
    tags: tagsSchema.prefault({}).describe('Tags of instances and volumes.'),
    detailedMonitoring: z
      .boolean()
      .prefault(false)
      .describe(
        'Whether CloudWatch has metrics of instances every minute, at a price, instead of every five.',
      ),
  })
  .meta({ id: 'FleetInstances' });
