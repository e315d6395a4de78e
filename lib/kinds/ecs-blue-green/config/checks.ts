import type { Finding } from '../../../config/check-schema';
import type {
  EcsBlueGreenPipeline,
  EcsRollingPipeline,
  ExistingEcsService,
  OwnedEcsService,
  OwnedRollingService,
  Pipeline,
} from '../../../config/model';
import type { Draft, Placed } from '../../../config/resolve';
import { minutesToShift } from './traffic';
import type { Path } from '../../../config/yaml-file';

/** What a deployment needs of its service is there, and every ARN is one of its environment. */
export function checkServices({ pipelines }: Draft): Finding[] {
  return pipelines.flatMap((placed) => [...ofEveryKind(placed), ...ofItsKind(placed)]);
}

type PlacedAs<Kind extends Pipeline> = Placed & { readonly pipeline: Kind };

function ofItsKind({ pipeline, ...places }: Placed): Finding[] {
  switch (pipeline.kind) {
    case 'ecs-blue-green':
      return blueGreenProblems({ pipeline, ...places });
    case 'ecs-rolling':
      return rollingProblems({ pipeline, ...places });
  }
}

function ofEveryKind(placed: Placed): Finding[] {
  const { service } = placed.pipeline;
  if (!service.owned)
    return service.taskRoles.flatMap((arn, index) =>
      arnProblems(placed, ['service', 'existing', 'taskRoles', index], arn, false),
    );
  const { certificate } = service;
  return certificate ? arnProblems(placed, ['service', 'certificate'], certificate, true) : [];
}

function blueGreenProblems(placed: PlacedAs<EcsBlueGreenPipeline>): Finding[] {
  const { service } = placed.pipeline;
  return [
    ...shiftTime(placed),
    ...(service.owned ? ownedProblems(placed, service) : existingProblems(placed, service)),
  ];
}

const LONGEST_SHIFT = 2880;

/** Traffic moves within two days: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
function shiftTime({ pipeline, at }: PlacedAs<EcsBlueGreenPipeline>): Finding[] {
  const { traffic } = pipeline.deploy;
  if (traffic.type !== 'linear') return [];
  const minutes = minutesToShift(traffic);
  if (minutes <= LONGEST_SHIFT) return [];
  const rule = `takes ${minutes.toLocaleString('en')} minutes until all traffic has moved; CodeDeploy takes at most ${LONGEST_SHIFT.toLocaleString('en')}`;
  return [{ path: at(['deploy', 'traffic', 'linear', 'interval']), rule }];
}

function ownedProblems({ at }: Placed, { testPort, certificate }: OwnedEcsService): Finding[] {
  const productionPort = certificate ? 443 : 80;
  if (testPort !== productionPort) return [];
  const rule = `must not be ${productionPort}, the port of the production listener`;
  return [{ path: at(['service', 'testPort']), rule }];
}

function existingProblems(placed: PlacedAs<EcsBlueGreenPipeline>, service: ExistingEcsService): Finding[] {
  const existing = ['service', 'existing'];
  const listeners = (['productionListener', 'testListener'] as const).flatMap((key) => {
    const arn = service[key];
    return arn === undefined ? [] : arnProblems(placed, [...existing, key], arn, true);
  });
  const same: Finding = {
    path: placed.at([...existing, 'testListener']),
    rule: 'must be another listener than the production one',
  };
  return [
    ...listeners,
    ...(service.testListener === service.productionListener ? [same] : []),
    ...balancerProblems(placed, service),
    ...alarmProblems(placed, service),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html */
function balancerProblems(
  { pipeline, at }: PlacedAs<EcsBlueGreenPipeline>,
  service: ExistingEcsService,
): Finding[] {
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

function alarmProblems(
  { pipeline, at }: PlacedAs<EcsBlueGreenPipeline>,
  { alarms }: ExistingEcsService,
): Finding[] {
  if (alarms.length > 0 || !pipeline.deploy.rollbackOn.includes('alarm')) return [];
  return [
    {
      path: at(['deploy', 'rollbackOn']),
      rule: 'has alarm, but the existing service names no alarms: list them at service.existing.alarms',
    },
  ];
}

/**
 * Whole tasks stop and start: the healthy ones are rounded up, the running ones down.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
function rollingProblems({ pipeline: { service }, at }: PlacedAs<EcsRollingPipeline>): Finding[] {
  if (!service.owned) return [];
  const { desiredCount, minimumHealthyPercent, maximumPercent } = service;
  const stay = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  if (stay < desiredCount || most > desiredCount) return [];
  const rule = `leaves ECS no room: of ${desiredCount} ${desiredCount === 1 ? 'task' : 'tasks'} ${stay} must stay healthy and at most ${most} may run, so that none can stop and none start`;
  return [{ path: at(['service', roomAt(service)]), rule }];
}

function roomAt({ maximumPercent }: OwnedRollingService): string {
  return maximumPercent < 200 ? 'maximumPercent' : 'minimumHealthyPercent';
}
