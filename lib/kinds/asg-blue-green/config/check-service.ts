import { checkArn } from '../../../config/checks/arn';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import { checkLoadBalancer } from '../../../load-balancing/config/check';
import type {
  AsgBlueGreenPipeline,
  ExistingFleetService,
  ExistingTargetGroup,
  OwnedFleetService,
} from './model';

type Located = LocatedPipeline<AsgBlueGreenPipeline>;

/** What the fleet is behind is in its environment, and its parts differ. */
export function checkService(located: Located): Diagnostic[] {
  const { service } = located.pipeline;
  return service.owned
    ? [...checkLoadBalancer(located, service), ...checkTestPort(located, service)]
    : 'targetGroup' in service
      ? checkTargetGroup(located, service)
      : checkExisting(located, service);
}

function checkTestPort({ at }: Located, { testPort, certificate }: OwnedFleetService): Diagnostic[] {
  const productionPort = certificate ? 443 : 80;
  if (testPort !== productionPort) return [];
  const rule = `must not be ${productionPort}, the port of the production listener`;
  return [{ path: at(['service', 'testPort']), rule }];
}

/** A target group alone is enough for a refresh, which moves no traffic. */
function checkTargetGroup(located: Located, { targetGroup }: ExistingTargetGroup): Diagnostic[] {
  const { at, pipeline } = located;
  const rule =
    'is required, with two target groups: the weights of the rule are how green takes over; deploy.strategy: refresh needs none';
  return [
    ...checkArn(located, ['service', 'existing', 'targetGroups', 0], targetGroup, true),
    ...(pipeline.deploy.strategy === 'refresh'
      ? []
      : [{ path: at(['service', 'existing', 'listenerRule']), rule }]),
    ...checkSecurityGroups(located),
  ];
}

function checkSecurityGroups({ at, pipeline }: Located): Diagnostic[] {
  if (pipeline.instances.securityGroups.length > 0) return [];
  const rule =
    'is required with service.existing: at least one, which lets the load balancer in on the target groups’ port';
  return [{ path: at(['instances', 'securityGroups']), rule }];
}

function checkExisting(located: Located, service: ExistingFleetService): Diagnostic[] {
  const existing = ['service', 'existing'];
  const { at, pipeline } = located;
  const { listenerRule, testListenerRule, targetGroups } = service;
  const same = 'must be another rule than the one that production traffic comes by';
  return [
    ...checkArn(located, [...existing, 'listenerRule'], listenerRule, true),
    ...(testListenerRule ? checkArn(located, [...existing, 'testListenerRule'], testListenerRule, true) : []),
    ...targetGroups.flatMap((arn, index) =>
      checkArn(located, [...existing, 'targetGroups', index], arn, true),
    ),
    ...(testListenerRule === listenerRule
      ? [{ path: at([...existing, 'testListenerRule']), rule: same }]
      : []),
    ...checkSecurityGroups(located),
    ...(pipeline.deploy.strategy === 'refresh'
      ? [{ path: at([...existing, 'listenerRule']), part: 'key' as const, rule: NO_TRAFFIC }]
      : []),
  ];
}

const NO_TRAFFIC =
  'goes with deploy.strategy: blue-green only; a refresh moves no traffic: name the one target group that the fleet is on';
