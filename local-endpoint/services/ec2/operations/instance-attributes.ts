import type {
  DescribeInstanceAttributeCommandInput,
  Instance,
  ModifyInstanceAttributeCommandInput,
  ModifyInstanceMetadataOptionsCommandInput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidCombination, invalidValue } from '../errors';
import { findInstance } from '../instances/find';
import type { Ec2State, Ec2Store, StoredInstance } from '../store';

const ATTRIBUTES: Readonly<Record<string, (stored: StoredInstance) => object>> = {
  blockDeviceMapping: ({ instance }) => ({ BlockDeviceMappings: instance.BlockDeviceMappings }),
  disableApiStop: ({ disableApiStop }) => ({ DisableApiStop: { Value: disableApiStop } }),
  disableApiTermination: (stored) => ({ DisableApiTermination: { Value: stored.disableApiTermination } }),
  ebsOptimized: ({ instance }) => ({ EbsOptimized: { Value: instance.EbsOptimized } }),
  enaSupport: ({ instance }) => ({ EnaSupport: { Value: instance.EnaSupport } }),
  groupSet: ({ instance }) => ({ Groups: instance.SecurityGroups }),
  instanceInitiatedShutdownBehavior: ({ shutdownBehavior }) => ({
    InstanceInitiatedShutdownBehavior: { Value: shutdownBehavior },
  }),
  instanceType: ({ instance }) => ({ InstanceType: { Value: instance.InstanceType } }),
  rootDeviceName: ({ instance }) => ({ RootDeviceName: { Value: instance.RootDeviceName } }),
  sourceDestCheck: ({ instance }) => ({ SourceDestCheck: { Value: instance.SourceDestCheck } }),
  sriovNetSupport: () => ({ SriovNetSupport: { Value: 'simple' } }),
  userData: ({ userData }) => ({ UserData: { Value: userData } }),
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html */
export const describeInstanceAttribute =
  (store: Ec2Store): Operation<DescribeInstanceAttributeCommandInput> =>
  async ({ InstanceId, Attribute = '' }, context) => {
    const stored = findInstance(store, store.in(scopeOf(context)), InstanceId);
    const read = Object.hasOwn(ATTRIBUTES, Attribute) ? ATTRIBUTES[Attribute] : undefined;
    if (!read)
      throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid. Unknown attribute.`);
    return { InstanceId, ...read(stored) };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
export const modifyInstanceAttribute =
  (store: Ec2Store): Operation<ModifyInstanceAttributeCommandInput> =>
  async (input, context) => {
    const state = store.in(scopeOf(context));
    const stored = findInstance(store, state, input.InstanceId);
    const named = withNamedAttribute(input);
    const { instance } = stored;
    if (named.InstanceType ?? named.UserData ?? named.EnaSupport ?? named.SriovNetSupport)
      requireStopped(instance);
    if (named.InstanceType) instance.InstanceType = named.InstanceType.Value as Instance['InstanceType'];
    if (named.EnaSupport) instance.EnaSupport = named.EnaSupport.Value;
    if (named.EbsOptimized) instance.EbsOptimized = named.EbsOptimized.Value;
    if (named.SourceDestCheck) instance.SourceDestCheck = named.SourceDestCheck.Value;
    if (named.UserData?.Value) stored.userData = Buffer.from(named.UserData.Value).toString('base64');
    stored.disableApiTermination = named.DisableApiTermination?.Value ?? stored.disableApiTermination;
    stored.disableApiStop = named.DisableApiStop?.Value ?? stored.disableApiStop;
    stored.shutdownBehavior = named.InstanceInitiatedShutdownBehavior?.Value ?? stored.shutdownBehavior;
    if (named.Groups) instance.SecurityGroups = named.Groups.map((GroupId) => ({ GroupId }));
    keepVolumes(state, instance, named);
    return {};
  };

/** The older form has the attribute's name and value as text. */
function withNamedAttribute(input: ModifyInstanceAttributeCommandInput): ModifyInstanceAttributeCommandInput {
  const { Attribute, Value } = input;
  if (!Attribute) return input;
  if (Value === undefined && !input.BlockDeviceMappings)
    throw invalidCombination('The request must contain the value of the attribute');
  const name = `${Attribute.charAt(0).toUpperCase()}${Attribute.slice(1)}`;
  const flag = Value === 'true' || Value === 'false';
  return { ...input, [name]: { Value: flag ? Value === 'true' : Value } };
}

function requireStopped({ InstanceId, State }: Instance): void {
  if (State?.Name === 'stopped') return;
  throw new AwsError('IncorrectInstanceState', `The instance '${InstanceId}' is not in the 'stopped' state.`);
}

function keepVolumes(
  { volumes }: Ec2State,
  { BlockDeviceMappings = [] }: Instance,
  { BlockDeviceMappings: changes = [] }: ModifyInstanceAttributeCommandInput,
): void {
  for (const { DeviceName, Ebs } of changes) {
    const mapping = BlockDeviceMappings.find((candidate) => candidate.DeviceName === DeviceName);
    const volume = volumes.get(mapping?.Ebs?.VolumeId ?? '');
    if (!mapping?.Ebs || Ebs?.DeleteOnTermination === undefined) continue;
    mapping.Ebs.DeleteOnTermination = Ebs.DeleteOnTermination;
    for (const attachment of volume?.Attachments ?? [])
      attachment.DeleteOnTermination = Ebs.DeleteOnTermination;
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html */
export const modifyInstanceMetadataOptions =
  (store: Ec2Store): Operation<ModifyInstanceMetadataOptionsCommandInput> =>
  async ({ InstanceId, ...options }, context) => {
    const { instance } = findInstance(store, store.in(scopeOf(context)), InstanceId);
    const given = Object.entries({ ...options, DryRun: undefined }).filter(
      ([, value]) => value !== undefined,
    );
    instance.MetadataOptions = { ...instance.MetadataOptions, ...Object.fromEntries(given) };
    return { InstanceId, InstanceMetadataOptions: instance.MetadataOptions };
  };
