import { checkArn } from '../../../config/checks/arn';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import { checkLoadBalancer } from '../../../load-balancing/config/check';
import type { AsgBlueGreenPipeline, ExistingFleetService, OwnedFleetService } from './model';

type Located = LocatedPipeline<AsgBlueGreenPipeline>;

/** What the fleet is behind is in its environment, and its parts differ. */
export function checkService(located: Located): Diagnostic[] {
  const { service } = located.pipeline;
  return service.owned
    ? [...checkLoadBalancer(located, service), ...checkTestPort(located, service)]
    : checkExisting(located, service);
}

function checkTestPort({ at }: Located, { testPort, certificate }: OwnedFleetService): Diagnostic[] {
  const productionPort = certificate ? 443 : 80;
  if (testPort !== productionPort) return [];
  const rule = `must not be ${productionPort}, the port of the production listener`;
  return [{ path: at(['service', 'testPort']), rule }];
}

function checkExisting(located: Located, service: ExistingFleetService): Diagnostic[] {
  const existing = ['service', 'existing'];
  const { at, pipeline } = located;
  const { listenerRule, testListenerRule, targetGroups } = service;
  const same = 'must be another rule than the one that production traffic comes by';
  const none =
    'is required with service.existing: at least one, which lets the load balancer in on the target groups’ port';
  return [
    ...checkArn(located, [...existing, 'listenerRule'], listenerRule, true),
    ...(testListenerRule ? checkArn(located, [...existing, 'testListenerRule'], testListenerRule, true) : []),
    ...targetGroups.flatMap((arn, index) =>
      checkArn(located, [...existing, 'targetGroups', index], arn, true),
    ),
    ...(testListenerRule === listenerRule
      ? [{ path: at([...existing, 'testListenerRule']), rule: same }]
      : []),
    ...(pipeline.instances.securityGroups.length === 0
      ? [{ path: at(['instances', 'securityGroups']), rule: none }]
      : []),
  ];
}
