import { CfnParameter, Fn } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { trafficParameterName, type PipelineIdentity } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import type { Arns } from '../../../pipeline/arns';
import type { AsgBlueGreenPipeline, FleetService } from '../config/model';
import { instanceRoleName } from '../config/names';
import type { FleetTarget } from '../config/settings';

/** What a pipeline releases to and with, whoever made it. */
export interface ReleaseTarget extends FleetTarget {
  /** Ids. */
  readonly securityGroups: readonly string[];
  readonly profile: { readonly name: string; readonly roleArn: string };
  /** Where green can be tried before it has traffic. @default - there is no test listener, or its URL is not known */
  readonly testUrl?: string;
}

/** The pipeline's target, as the config names it, or as the stack that owns the service wrote it into parameters. */
export function releaseTarget(scope: Construct, pipeline: AsgBlueGreenPipeline, arns: Arns): ReleaseTarget {
  const { service, instances, fleet } = pipeline;
  const identity = identityOf(pipeline);
  const profile = profileOf(pipeline, identity, arns);
  if (!service.owned) return existingTarget(service, pipeline, profile);
  const read = (id: string, part: Parameters<typeof trafficParameterName>[1]) =>
    parameter(scope, id, trafficParameterName(identity, part)).valueAsString;
  return {
    listenerRule: read('ListenerRule', 'listener-rule'),
    testListenerRule: read('TestListenerRule', 'test-listener-rule'),
    targetGroups: [read('TargetGroupA', 'target-group-a'), read('TargetGroupB', 'target-group-b')],
    subnets: fleet.subnets ?? service.network?.privateSubnets ?? ownedSubnets(scope, identity),
    securityGroups: [read('InstanceSecurityGroup', 'security-group'), ...instances.securityGroups],
    profile,
    ...(pipeline.approval && pipeline.approvalOf === 'traffic' && { testUrl: read('TestUrl', 'test-url') }),
  };
}

function existingTarget(
  service: Extract<FleetService, { owned: false }>,
  { name, fleet, instances }: AsgBlueGreenPipeline,
  profile: ReleaseTarget['profile'],
): ReleaseTarget {
  const { subnets } = fleet;
  if (!subnets) throw new Error(`${name}: fleet.subnets is required with service.existing, got: none`);
  const { securityGroups } = instances;
  if ('targetGroup' in service)
    return { targetGroups: [service.targetGroup], subnets, securityGroups, profile };
  const { listenerRule, testListenerRule, targetGroups } = service;
  return {
    listenerRule,
    ...(testListenerRule !== undefined && { testListenerRule }),
    targetGroups,
    subnets,
    securityGroups,
    profile,
  };
}

/** The two subnets of the network that the factory makes. */
function ownedSubnets(scope: Construct, identity: PipelineIdentity): string[] {
  const list = new CfnParameter(scope, 'Subnets', {
    type: 'AWS::SSM::Parameter::Value<List<String>>',
    default: trafficParameterName(identity, 'subnets'),
  }).valueAsList;
  return [0, 1].map((index) => Fn.select(index, list));
}

/** What another stack keeps in Parameter Store; it is read at each deployment of this stack. */
const parameter = (scope: Construct, id: string, name: string): CfnParameter =>
  new CfnParameter(scope, id, { type: 'AWS::SSM::Parameter::Value<String>', default: name });

/** The profile that the config names, or the one that the stack of the service makes. */
function profileOf(
  { instances }: AsgBlueGreenPipeline,
  identity: PipelineIdentity,
  arns: Arns,
): ReleaseTarget['profile'] {
  const { name, role } = instances.profile ?? {
    name: instanceRoleName(identity),
    role: instanceRoleName(identity),
  };
  return { name, roleArn: role.startsWith('arn:') ? role : arns.role(role) };
}
