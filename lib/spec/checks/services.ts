import type { Finding } from '../issues';
import type { ExistingEcsService, OwnedEcsService } from '../model';
import type { Draft, Placed } from '../spread';
import { minutesToShift } from '../traffic';
import type { Path } from '../yaml-file';

/** What a deployment needs of its service is there, and every ARN is one of its environment. */
export function checkServices({ pipelines }: Draft): Finding[] {
  return pipelines.flatMap((placed) => {
    const { service } = placed.pipeline;
    return [
      ...shiftTime(placed),
      ...(service.owned ? ownedProblems(placed, service) : existingProblems(placed, service)),
    ];
  });
}

const LONGEST_SHIFT = 2880;

/** Traffic moves within two days: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
function shiftTime({ pipeline, at }: Placed): Finding[] {
  const { traffic } = pipeline.deploy;
  if (traffic.type !== 'linear') return [];
  const minutes = minutesToShift(traffic);
  if (minutes <= LONGEST_SHIFT) return [];
  const rule = `takes ${minutes.toLocaleString('en')} minutes until all traffic has moved; CodeDeploy takes at most ${LONGEST_SHIFT.toLocaleString('en')}`;
  return [{ path: at(['deploy', 'traffic', 'linear', 'interval']), rule }];
}

function ownedProblems(placed: Placed, { testPort, certificate }: OwnedEcsService): Finding[] {
  const productionPort = certificate ? 443 : 80;
  const sameListener: Finding = {
    path: placed.at(['service', 'testPort']),
    rule: `must not be ${productionPort}, the port of the production listener`,
  };
  return [
    ...(testPort === productionPort ? [sameListener] : []),
    ...(certificate ? arnProblems(placed, ['service', 'certificate'], certificate, true) : []),
  ];
}

function existingProblems(placed: Placed, service: ExistingEcsService): Finding[] {
  const existing = ['service', 'existing'];
  const listeners = (['productionListener', 'testListener'] as const).flatMap((key) => {
    const arn = service[key];
    return arn === undefined ? [] : arnProblems(placed, [...existing, key], arn, true);
  });
  const roles = service.taskRoles.flatMap((arn, index) =>
    arnProblems(placed, [...existing, 'taskRoles', index], arn, false),
  );
  const same: Finding = {
    path: placed.at([...existing, 'testListener']),
    rule: 'must be another listener than the production one',
  };
  return [
    ...listeners,
    ...roles,
    ...(service.testListener === service.productionListener ? [same] : []),
    ...balancerProblems(placed, service),
    ...alarmProblems(placed, service),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html */
function balancerProblems({ pipeline, at }: Placed, service: ExistingEcsService): Finding[] {
  const { productionListener, testListener = productionListener } = service;
  const balancer = (listener: string) => listener.slice(0, listener.lastIndexOf('/'));
  const elsewhere: Finding = {
    path: at(['service', 'existing', 'testListener']),
    rule: 'must be a listener of the same load balancer as the production one',
  };
  const inSteps: Finding = {
    path: at(['deploy', 'traffic']),
    rule: 'must be all-at-once, because a Network Load Balancer moves traffic no other way',
  };
  const network = productionListener.includes(':listener/net/');
  return [
    ...(balancer(testListener) === balancer(productionListener) ? [] : [elsewhere]),
    ...(network && pipeline.deploy.traffic.type !== 'all-at-once' ? [inSteps] : []),
  ];
}

function arnProblems({ pipeline, at }: Placed, field: Path, arn: string, regional: boolean): Finding[] {
  const [, , , region, account] = arn.split(':');
  const { environment } = pipeline;
  const right = account === environment.account && (!regional || region === environment.region);
  const home = regional ? `${environment.account} ${environment.region}` : environment.account;
  return right ? [] : [{ path: at(field), rule: `must be in ${home}, where ${environment.name} is` }];
}

function alarmProblems({ pipeline, at }: Placed, { alarms }: ExistingEcsService): Finding[] {
  if (alarms.length > 0 || !pipeline.deploy.rollbackOn.includes('alarm')) return [];
  return [
    {
      path: at(['deploy', 'rollbackOn']),
      rule: 'has alarm, but the existing service names no alarms: list them at service.existing.alarms',
    },
  ];
}
