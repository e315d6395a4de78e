import { checkChecks, checkVerify } from '../../../build/config/check-build';
import { checkStages } from '../../../build/config/check-stages';
import { checkPullRequests } from '../../../build/config/pull-requests';
import { hasFormOfSecret } from '../../../build/config/secrets';
import type { Diagnostic } from '../../../config/diagnostic';
import { formatDuration } from '../../../config/duration';
import type { LocatedPipeline } from '../../../config/kind';
import { checkFleet } from './check-fleet';
import { checkInstances } from './check-instances';
import { checkService } from './check-service';
import type { AsgBlueGreenPipeline } from './model';
import { fleetSettings, longestTarget } from './settings';
import { GROUP_VARIABLE, verifyVariables } from './verify';

type Located = LocatedPipeline<AsgBlueGreenPipeline>;

/** What is wrong with a pipeline beyond its schema. */
export function checkFleetPipeline(located: Located): Diagnostic[] {
  const { checks, source, verify } = located.pipeline;
  return [
    ...checkStages(checks, located, STAGES),
    ...checkChecks(checks, located),
    ...checkVerify(verify, [GROUP_VARIABLE, ...Object.keys(verifyVariables(located.pipeline))], located),
    ...checkPullRequests({ git: source.git, checks }, located, 'asg-blue-green'),
    ...checkBakeVariables(located),
    ...checkInstances(located),
    ...checkFleet(located),
    ...checkService(located),
    ...checkTimes(located),
    ...checkStrategy(located),
    ...checkSize(located),
  ];
}

/** The stages that a pipeline may have beside its checks. */
const STAGES = ['Source', 'Bake', 'Approval', 'Deploy', 'Traffic', 'Retire'];

/** The variables that every bake has, or that its tools read. */
const BAKE_VARIABLE = /^(CODEBUILD_|PKR_|PACKER_|BAKE|(EXECUTION_ID|COMMIT_ID|VAULT_PASSWORD)$)/;

function checkBakeVariables({ pipeline, at }: Located): Diagnostic[] {
  return pipeline.image.build.variables.flatMap(({ name, type, value }): Diagnostic[] => {
    const path = at(['image', 'build', 'environment', name]);
    return [
      ...(BAKE_VARIABLE.test(name)
        ? [{ path, part: 'key' as const, rule: 'is a variable of the bake itself: give it another name' }]
        : []),
      ...(type === 'PLAINTEXT' && hasFormOfSecret(value)
        ? [{ path, rule: 'looks like a secret: write { secret: … } or { parameter: … }', hidden: true }]
        : []),
    ];
  });
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAX_ACTION_SECONDS = 86_400;

/**
 * Each of the actions ends within a day: green may first have to wait for the hold of the release before it, and the
 * traffic moves in steps.
 */
function checkTimes({ pipeline: { deploy }, at }: Located): Diagnostic[] {
  const over = (field: string, what: string, seconds: number): Diagnostic[] =>
    seconds < MAX_ACTION_SECONDS
      ? []
      : [
          {
            path: at(['deploy', field]),
            rule: `makes ${what} take ${formatDuration(seconds)}; CodePipeline ends an action after 24h`,
          },
        ];
  if (deploy.strategy === 'refresh') {
    const { bake, checkpoints, checkpointDelay, healthTimeout } = deploy;
    const pauses = checkpoints.filter((percent) => percent < 100).length * checkpointDelay;
    return over(
      'healthTimeout',
      'a refresh with its bake, its checkpoints and its rollback',
      2 * healthTimeout + bake + pauses,
    );
  }
  const { traffic, bake, hold, healthTimeout } = deploy;
  return [
    ...over('bake', `${traffic.length} steps of traffic`, traffic.length * bake),
    ...over('healthTimeout', 'a green group that waits for the hold before it', hold + 2 * healthTimeout),
  ];
}

/** What is of one strategy is not beside the other one. */
function checkStrategy({ pipeline, at }: Located): Diagnostic[] {
  const { approvalOf, deploy, fleet, service } = pipeline;
  if (deploy.strategy === 'blue-green')
    return fleet.group === undefined
      ? []
      : [
          {
            path: at(['fleet', 'group']),
            part: 'key',
            rule: 'goes with deploy.strategy: refresh only: each release of blue-green makes a group',
          },
        ];
  const byRequests = fleet.scaling?.requests !== undefined && !service.owned;
  return [
    ...(approvalOf === 'traffic'
      ? [
          {
            path: at(['environments', pipeline.environment.name, 'approval']),
            rule: 'must be true or false with deploy.strategy: refresh, which has no green group to try before it serves',
          },
        ]
      : []),
    ...(byRequests
      ? [
          {
            path: at(['fleet', 'scaling', 'requests']),
            part: 'key' as const,
            rule: 'needs a listener rule, which names the load balancer: with deploy.strategy: refresh and service.existing there is none; use cpu',
          },
        ]
      : []),
  ];
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_SETTINGS_BYTES = 8192;

function checkSize({ pipeline, at }: Located): Diagnostic[] {
  const { service, deploy } = pipeline;
  // What is missing is found elsewhere.
  if ('targetGroup' in service && deploy.strategy === 'blue-green') return [];
  const settings = fleetSettings(pipeline, longestTarget(pipeline), 'x'.repeat(16));
  const bytes = Buffer.byteLength(JSON.stringify(settings));
  if (bytes <= MAX_SETTINGS_BYTES) return [];
  const rule = `makes settings of ${bytes.toLocaleString('en')} bytes; Parameter Store takes ${MAX_SETTINGS_BYTES.toLocaleString('en')}: shorten tags, schedules, hooks or names of alarms`;
  return [{ path: at(['fleet']), part: 'key', rule }];
}
