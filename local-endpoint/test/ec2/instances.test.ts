import {
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteVolumeCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  DescribeTagsCommand,
  DescribeVolumesCommand,
  ModifyInstanceAttributeCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ec2Harness, idsOf } from './support/ec2-harness';
import { failsWith } from './support/fails-with';
import { tagsNamed } from './support/images';

const harness = ec2Harness();
const { find, launch, run, simple } = harness;

describe('an instance', () => {
  it('is found by tag, state and subnet, and in pages', async () => {
    const instances = await run({ ...simple(), SubnetId: harness.launching.subnet }, 7);
    await harness.ec2.send(
      new CreateTagsCommand({ Resources: idsOf(instances), Tags: [{ Key: 'fleet', Value: 'seven' }] }),
    );
    const Filters = [
      { Name: 'tag:fleet', Values: ['seven'] },
      { Name: 'instance-state-name', Values: ['pending', 'running'] },
      { Name: 'subnet-id', Values: [harness.launching.subnet] },
    ];
    const first = await harness.ec2.send(new DescribeInstancesCommand({ Filters, MaxResults: 5 }));
    expect(first.Reservations?.[0]?.Instances).toHaveLength(5);
    const { NextToken } = first;
    const second = await harness.ec2.send(
      new DescribeInstancesCommand({ Filters, MaxResults: 5, NextToken }),
    );
    expect(second.Reservations?.[0]?.Instances).toHaveLength(2);
    expect(second.NextToken).toBeUndefined();
    const [id = ''] = idsOf(instances);
    const tags = await harness.ec2.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }),
    );
    expect(tags.Tags).toEqual([{ ResourceId: id, ResourceType: 'instance', Key: 'fleet', Value: 'seven' }]);
    await failsWith('InvalidParameterValue', find({ Filters: [{ Name: 'colour', Values: ['red'] }] }));
    const many = Array.from({ length: 201 }, (_, index) => `i-${index}`);
    await failsWith('FilterLimitExceeded', find({ Filters: [{ Name: 'instance-id', Values: many }] }));
  });

  it('stops, starts and terminates, with an event for each, and is forgotten after an hour', async () => {
    const InstanceIds = idsOf(await run(simple()));
    const [id = ''] = InstanceIds;
    const stopping = await harness.ec2.send(new StopInstancesCommand({ InstanceIds }));
    expect(stopping.StoppingInstances).toMatchObject([
      { InstanceId: id, CurrentState: { Name: 'stopping' }, PreviousState: { Name: 'running' } },
    ]);
    expect(await find({ InstanceIds })).toMatchObject([{ State: { Code: 80, Name: 'stopped' } }]);
    await harness.ec2.send(new StartInstancesCommand({ InstanceIds }));
    const status = await harness.ec2.send(new DescribeInstanceStatusCommand({ InstanceIds }));
    expect(status.InstanceStatuses).toMatchObject([{ InstanceStatus: { Status: 'ok' } }]);
    const { TerminatingInstances } = await harness.ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    expect(TerminatingInstances).toMatchObject([{ CurrentState: { Code: 32, Name: 'shutting-down' } }]);
    expect(await find({ InstanceIds })).toMatchObject([{ State: { Name: 'terminated' } }]);
    await harness.ec2.send(new TerminateInstancesCommand({ InstanceIds }));
    await failsWith('IncorrectInstanceState', harness.ec2.send(new StartInstancesCommand({ InstanceIds })));
    const states = harness.local.events
      .filter(({ detail }) => detail['instance-id'] === id)
      .map(({ detail }) => detail['state']);
    expect(states).toEqual(['running', 'stopped', 'running', 'terminated']);
    harness.local.clock.advance(60 * 60_000);
    await failsWith('InvalidInstanceID.NotFound', find({ InstanceIds }));
  });
});

it('an instance’s attributes change when it is stopped', async () => {
  const InstanceId = await launch();
  const modify = () =>
    harness.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, EnaSupport: { Value: true } }));
  await failsWith('IncorrectInstanceState', modify());
  await harness.ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }));
  await modify();
  const protect = { InstanceId, DisableApiTermination: { Value: true } };
  await harness.ec2.send(new ModifyInstanceAttributeCommand(protect));
  const terminate = harness.ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
  await failsWith('OperationNotPermitted', terminate);
});

describe('what a bake leaves', () => {
  it('is a volume that stays when its instance ends, and a group that nothing uses', async () => {
    const instance = await launch({
      SecurityGroupIds: [harness.launching.group],
      SubnetId: harness.launching.subnet,
      BlockDeviceMappings: [{ DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, DeleteOnTermination: false } }],
      TagSpecifications: [{ ResourceType: 'volume', Tags: tagsNamed('bake') }],
    });
    const Filters = [{ Name: 'attachment.instance-id', Values: [instance] }];
    const { Volumes = [] } = await harness.ec2.send(new DescribeVolumesCommand({ Filters }));
    expect(Volumes.map(({ Tags }) => Tags)).toEqual([tagsNamed('bake'), tagsNamed('bake')]);
    const kept = Volumes.find(({ Size }) => Size === 5)?.VolumeId ?? '';
    const deletion = () => harness.ec2.send(new DeleteVolumeCommand({ VolumeId: kept }));
    const groupDeletion = () =>
      harness.ec2.send(new DeleteSecurityGroupCommand({ GroupId: harness.launching.group }));
    await failsWith('VolumeInUse', deletion());
    await failsWith('DependencyViolation', groupDeletion());
    await harness.ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance] }));
    const left = await harness.ec2.send(new DescribeVolumesCommand({ VolumeIds: [kept] }));
    expect(left.Volumes).toMatchObject([{ State: 'available', Attachments: [] }]);
    const gone = Volumes.find(({ Size }) => Size !== 5)?.VolumeId ?? '';
    await failsWith(
      'InvalidVolume.NotFound',
      harness.ec2.send(new DescribeVolumesCommand({ VolumeIds: [gone] })),
    );
    await deletion();
    await groupDeletion();
  });
});
