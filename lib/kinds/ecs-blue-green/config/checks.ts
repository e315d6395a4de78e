import { checkBuild, checkChecks, checkVerify } from '../../../build/config/check-build';
import { checkStages } from '../../../build/config/check-stages';
import {
  VERIFICATION_DEADLINE_HOURS,
  VERIFICATION_NOTICE_MINUTES,
} from '../../../../handlers/contract/verify-deployment';
import type { Diagnostic } from '../../../config/diagnostic';
import { formatDuration } from '../../../config/duration';
import type { LocatedPipeline } from '../../../config/kind';
import { minutesToShift } from '../../../config/traffic';
import { checkArn } from '../../../config/checks/arn';
import { checkEcsService } from '../../../ecs-service/config/check';
import { serviceVariables } from '../../../ecs-service/config/verify';
import type { EcsBlueGreenPipeline, ExistingBlueGreenService, OwnedBlueGreenService } from './model';

type Located = LocatedPipeline<EcsBlueGreenPipeline>;

/** What is wrong with a pipeline beyond its schema. */
export function checkBlueGreen(located: Located): Diagnostic[] {
  const { source, checks, service, verify } = located.pipeline;
  return [
    ...checkStages(checks, located, STAGES),
    ...(source.from === 'git' ? checkBuild(source.build, located, IMAGE_LIMIT) : []),
    ...checkChecks(checks, located),
    ...checkVerify(verify, Object.keys(serviceVariables(located.pipeline, service)), located),
    ...checkVerifyTime(located),
    ...checkEcsService(located, service),
    ...checkShiftTime(located),
    ...(service.owned ? checkOwned(located, service) : checkExisting(located, service)),
  ];
}

/** The stages that a pipeline may have beside its checks. */
const STAGES = ['Source', 'Build', 'Scan', 'Approval', 'Deploy'];

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html */
const IMAGE_LIMIT = { max: 4, deployment: 'ecs-blue-green deployment' };

/** Traffic moves within two days: https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html */
const MAX_SHIFT_MINUTES = 2880;

function checkShiftTime({ pipeline, at }: Located): Diagnostic[] {
  const { traffic } = pipeline.deploy;
  if (traffic.type !== 'linear') return [];
  const minutes = minutesToShift(traffic);
  if (minutes <= MAX_SHIFT_MINUTES) return [];
  const rule = `takes ${minutes.toLocaleString('en')} minutes until all traffic has moved; CodeDeploy takes at most ${MAX_SHIFT_MINUTES.toLocaleString('en')}`;
  return [{ path: at(['deploy', 'traffic', 'linear', 'interval']), rule }];
}

/**
 * Blue waits for as long as a verification may take, which is an action of Lambda: CodePipeline ends those after a day.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
function checkVerifyTime({ pipeline: { deploy, verify }, at }: Located): Diagnostic[] {
  if (!verify) return [];
  const build = VERIFICATION_NOTICE_MINUTES + verify.queuedTimeoutMinutes + verify.timeoutMinutes;
  const all = minutesToShift(deploy.traffic) + build;
  const limit = VERIFICATION_DEADLINE_HOURS * 60 - BRING_UP_MINUTES;
  const took = (minutes: number) => formatDuration(minutes * 60);
  const tooShort: Diagnostic = {
    path: at(['deploy', 'blueTerminationWait']),
    rule: `must be at least ${took(build)} with verify, so that blue is there until a build of ${took(verify.timeoutMinutes)} has passed: make it longer, or verify.timeout or verify.queuedTimeout shorter`,
  };
  const tooLong: Diagnostic = {
    path: at(['deploy', 'traffic']),
    rule: `takes ${took(all)} with verify until all traffic has moved and is verified; the action that verifies has ${took(limit)}`,
  };
  return [
    ...(deploy.blueTerminationWaitMinutes < build ? [tooShort] : []),
    ...(all > limit ? [tooLong] : []),
  ];
}

/** Minutes for green to come up before its traffic moves: an hour for each of the hooks that may be there. */
const BRING_UP_MINUTES = 180;

function checkOwned({ at }: Located, { testPort, certificate }: OwnedBlueGreenService): Diagnostic[] {
  const productionPort = certificate ? 443 : 80;
  if (testPort !== productionPort) return [];
  const rule = `must not be ${productionPort}, the port of the production listener`;
  return [{ path: at(['service', 'testPort']), rule }];
}

function checkExisting(located: Located, service: ExistingBlueGreenService): Diagnostic[] {
  const existing = ['service', 'existing'];
  const listeners = (['productionListener', 'testListener'] as const).flatMap((key) => {
    const arn = service[key];
    return arn === undefined ? [] : checkArn(located, [...existing, key], arn, true);
  });
  const same: Diagnostic = {
    path: located.at([...existing, 'testListener']),
    rule: 'must be another listener than the production one',
  };
  return [
    ...listeners,
    ...(service.testListener === service.productionListener ? [same] : []),
    ...checkLoadBalancer(located, service),
    ...checkAlarms(located, service),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-bluegreen.html */
function checkLoadBalancer({ pipeline, at }: Located, service: ExistingBlueGreenService): Diagnostic[] {
  const { productionListener, testListener = productionListener } = service;
  const balancer = (listener: string) => listener.slice(0, listener.lastIndexOf('/'));
  const elsewhere: Diagnostic = {
    path: at(['service', 'existing', 'testListener']),
    rule: 'must be a listener of the same load balancer as the production one',
  };
  const inSteps: Diagnostic = {
    path: at(['deploy', 'traffic']),
    rule: 'must be all-at-once, because a Network Load Balancer moves traffic no other way',
  };
  const network = productionListener.includes(':listener/net/');
  return [
    ...(balancer(testListener) === balancer(productionListener) ? [] : [elsewhere]),
    ...(network && pipeline.deploy.traffic.type !== 'all-at-once' ? [inSteps] : []),
  ];
}

function checkAlarms({ pipeline, at }: Located, { alarms }: ExistingBlueGreenService): Diagnostic[] {
  if (alarms.length > 0 || !pipeline.deploy.rollbackOn.includes('alarm')) return [];
  return [
    {
      path: at(['deploy', 'rollbackOn']),
      rule: 'has alarm, but the existing service names no alarms: list them at service.existing.alarms',
    },
  ];
}
