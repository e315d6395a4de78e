import { CLEAN_UP_BAKES } from '../../../../handlers/contract/clean-up-bakes';
import { CLEAN_UP_GROUPS } from '../../../../handlers/contract/clean-up-groups';
import { CREATE_GREEN_GROUP } from '../../../../handlers/contract/create-green-group';
import { CREATE_LAUNCH_TEMPLATE_VERSION } from '../../../../handlers/contract/create-launch-template-version';
import { REFRESH_INSTANCES } from '../../../../handlers/contract/refresh-instances';
import { RETIRE_BLUE_GROUP } from '../../../../handlers/contract/retire-blue-group';
import { SHIFT_TRAFFIC } from '../../../../handlers/contract/shift-traffic';
import { BUILD_ROLE_ENDINGS } from '../../../build/config/names';
import { pullRequestChecks } from '../../../build/config/pull-requests';
import { serviceClashes, warnOfHttp } from '../../../load-balancing/config/check';
import { GIT_VARIATION_HELP } from '../../../source/config/merge-rules';
import type { PipelineKind } from '../../kind';
import { checkFleetPipeline } from './checks';
import { FLEET_MERGE_RULES } from './merge-rules';
import type { AsgBlueGreenPipeline } from './model';
import { FLEET_ROLE_ENDINGS, fleetClaims, fleetNames } from './names';
import { APPROVAL_OF_TRAFFIC, resolveFleet } from './resolve';
import { asgBlueGreenSchema } from './schema';
import { fleetStarter } from './starter';
import { summarizeFleet } from './summary';

/** A commit whose machine image replaces an Auto Scaling group behind the weights of a listener rule. */
export const asgBlueGreen: PipelineKind<typeof asgBlueGreenSchema, AsgBlueGreenPipeline> = {
  name: 'asg-blue-green',
  schema: asgBlueGreenSchema,
  variationHelp: { source: GIT_VARIATION_HELP },
  approvals: {
    forms: [APPROVAL_OF_TRAFFIC],
    help: 'With traffic the new group is brought up first, and a person who has tried it on the test listener decides about its traffic.',
  },
  merge: FLEET_MERGE_RULES,
  clashes: serviceClashes,
  resolve: resolveFleet,
  check: checkFleetPipeline,
  warn: (located) => warnOfHttp(located, located.pipeline.service),
  names: fleetNames,
  claims: fleetClaims,
  sources: ({ source }) => ({ git: { source: source.git, field: ['source', 'git'] } }),
  pullRequests: (pipeline) =>
    pullRequestChecks(pipeline, { git: pipeline.source.git, checks: pipeline.checks }),
  actionFunctions: ({ deploy }) => [
    CREATE_LAUNCH_TEMPLATE_VERSION,
    ...(deploy.strategy === 'refresh'
      ? [REFRESH_INSTANCES]
      : [CREATE_GREEN_GROUP, SHIFT_TRAFFIC, RETIRE_BLUE_GROUP]),
    CLEAN_UP_GROUPS,
    CLEAN_UP_BAKES,
  ],
  roleEndings: [...BUILD_ROLE_ENDINGS, ...FLEET_ROLE_ENDINGS],
  summary: summarizeFleet,
  starter: fleetStarter,
};
