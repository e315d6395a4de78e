import { AwsError } from '../../../kit/aws-error';
import type { AwsIdentity } from '../../../kit/aws';
import { templateError, type Json } from '../template/json';
import { noResources, type Scope } from '../template/scope';
import { refusal } from '../template/template';
import { fetchParameter } from './parameter-store';
import type { Stack } from './stack';
import type { Desired } from './desired';
import { isAlive, type StackStore } from './store';

/**
 * What the functions of a stack's template see, without its resources.
 * @param identity with whose rights parameters and zones are read
 * @param imports collects the names of the exports that are used
 */
export function stackScope(
  store: StackStore,
  stack: Stack,
  desired: Desired,
  identity: AwsIdentity,
  imports = new Set<string>(),
): Scope {
  const { region } = stack;
  return {
    region,
    parameters: {
      ...pseudoParameters(stack, desired),
      ...Object.fromEntries(desired.parameters.map(({ key, json }) => [key, json])),
    },
    mappings: desired.template.mappings,
    conditions: desired.template.conditions,
    imported: (name) => {
      imports.add(name);
      return imported(store, stack, name);
    },
    zones: (zoneRegion) => zones({ ...identity, region: zoneRegion }),
    dynamic: (service, key) => {
      if (service !== 'ssm') throw refusal(`resolve {{resolve:${service}:${key}}}: only ssm is supported`);
      return fetchParameter(identity, key);
    },
    ...noResources('Conditions and rules'),
  };
}

function pseudoParameters(stack: Stack, desired: Desired): Record<string, Json | undefined> {
  return {
    'AWS::AccountId': stack.account,
    'AWS::NotificationARNs': desired.notificationArns,
    'AWS::NoValue': undefined,
    'AWS::Partition': 'aws',
    'AWS::Region': stack.region,
    'AWS::StackId': stack.id,
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

function imported(store: StackStore, stack: Stack, name: string): string {
  const outputs = store
    .stacks(stack.account, stack.region)
    .filter(isAlive)
    .flatMap((other) => other.outputs);
  const output = outputs.find((candidate) => candidate.exportName === name);
  if (output === undefined) throw new AwsError('ValidationError', `No export named ${name} found.`);
  return output.value;
}

async function zones(identity: AwsIdentity): Promise<readonly string[]> {
  const { EC2Client, DescribeAvailabilityZonesCommand } = await import('@aws-sdk/client-ec2');
  const { AvailabilityZones } = await new EC2Client(identity).send(new DescribeAvailabilityZonesCommand({}));
  const names = (AvailabilityZones ?? []).map(({ ZoneName }) => ZoneName ?? '');
  if (names.length === 0) throw templateError(`Fn::GetAZs found no zones in ${identity.region}`);
  return names.sort();
}
