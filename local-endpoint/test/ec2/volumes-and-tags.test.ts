import {
  CopySnapshotCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  DetachVolumeCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ec2 as ec2Service } from '../../services/ec2/service';
import { REGION, startTestEndpoint, type TestEndpoint } from '../../testing';
import { type Launching, prepareLaunching } from './support/launching';

let local: TestEndpoint;
let ec2: EC2Client;
let launching: Launching;

beforeAll(async () => {
  local = await startTestEndpoint({ services: [ec2Service] });
  ec2 = new EC2Client(local.client());
  launching = await prepareLaunching(ec2);
});

afterAll(() => local.close());

const volume = (input: object = {}) =>
  ec2.send(new CreateVolumeCommand({ AvailabilityZone: `${REGION}a`, Size: 5, ...input }));

it('a volume passes its encryption on to its snapshots, their copies and the volumes of these', async () => {
  const { VolumeId, KmsKeyId } = await volume({ Encrypted: true });
  const snapshot = await ec2.send(new CreateSnapshotCommand({ VolumeId, Description: 'nightly' }));
  expect(snapshot).toMatchObject({ State: 'pending', Encrypted: true, KmsKeyId, VolumeSize: 5 });
  local.clock.advance(60_000);
  const copied = await ec2.send(
    new CopySnapshotCommand({ SourceSnapshotId: snapshot.SnapshotId, SourceRegion: REGION }),
  );
  const { Snapshots } = await ec2.send(
    new DescribeSnapshotsCommand({ SnapshotIds: [snapshot.SnapshotId ?? '', copied.SnapshotId ?? ''] }),
  );
  expect(Snapshots).toMatchObject([
    { State: 'completed', Encrypted: true },
    { State: 'pending', Encrypted: true, KmsKeyId },
  ]);
  const restored = await volume({ Size: undefined, SnapshotId: snapshot.SnapshotId });
  expect(restored).toMatchObject({ State: 'creating', Size: 5, Encrypted: true, KmsKeyId });
});

it('tags go in one call to what is kept here and what is moto’s, and come off so', async () => {
  const { VolumeId = '' } = await volume();
  const Resources = [VolumeId, launching.group];
  const Tags = [
    { Key: 'team', Value: 'shop' },
    { Key: 'stage', Value: 'stg' },
  ];
  await ec2.send(new CreateTagsCommand({ Resources, Tags }));
  const tagsOf = async (id: string) => {
    const Filters = [{ Name: 'resource-id', Values: [id] }];
    const { Tags: found = [] } = await ec2.send(new DescribeTagsCommand({ Filters }));
    return Object.fromEntries(found.map(({ Key, Value }) => [Key, Value])) as Record<string, string>;
  };
  for (const id of Resources) expect(await tagsOf(id)).toEqual({ team: 'shop', stage: 'stg' });
  const Filters = [{ Name: 'tag:team', Values: ['shop'] }];
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  expect(SecurityGroups).toHaveLength(1);
  const { Volumes } = await ec2.send(new DescribeVolumesCommand({ Filters }));
  expect(Volumes).toMatchObject([{ VolumeId }]);
  await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'stage' }] }));
  for (const id of Resources) expect(await tagsOf(id)).toEqual({ team: 'shop' });
});

it.each([
  { title: 'AWS’s own prefix', tags: [{ Key: 'aws:name', Value: 'x' }], code: 'InvalidParameterValue' },
  {
    title: 'a key that is too long',
    tags: [{ Key: 'k'.repeat(128), Value: 'x' }],
    code: 'InvalidParameterValue',
  },
  {
    title: 'more than 50 of them',
    tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: 'x' })),
    code: 'TagLimitExceeded',
  },
])('tags with $title are refused', async ({ tags, code }) => {
  const { VolumeId = '' } = await volume();
  const call = ec2.send(new CreateTagsCommand({ Resources: [VolumeId], Tags: tags }));
  await expect(call).rejects.toMatchObject({ name: code });
});

it('what moto would do with a volume that it does not know is refused by name', async () => {
  const { VolumeId } = await volume();
  await expect(ec2.send(new DetachVolumeCommand({ VolumeId }))).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message: expect.stringContaining('ec2:DetachVolume') as unknown,
  });
});
