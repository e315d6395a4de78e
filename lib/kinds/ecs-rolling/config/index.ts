import { RECORD_RELEASE } from '../../../../handlers/contract/record-release';
import { UPDATE_TASK_DEFINITION } from '../../../../handlers/contract/update-task-definition';
import { BUILD_MERGE_RULES } from '../../../build/config/merge-rules';
import { BUILD_ROLE_ENDINGS, buildNames, verifyNames } from '../../../build/config/names';
import { pullRequestChecks } from '../../../build/config/pull-requests';
import { commitsSources } from '../../../build/config/sources';
import { warnOfDigests } from '../../../build/config/warn-of-digests';
import { identityOf } from '../../../config/identity';
import { combineMergeRules } from '../../../config/merge';
import { SERVICE_MERGE_RULES } from '../../../load-balancing/config/merge-rules';
import { serviceClashes, warnOfHttp } from '../../../load-balancing/config/check';
import {
  SERVICE_ROLE_ENDINGS,
  serviceClaims,
  serviceNames,
  targetGroupName,
} from '../../../ecs-service/config/names';
import { gateFunctions } from '../../../gates/config/gates';
import { GIT_VARIATION_HELP, SOURCE_MERGE_RULES } from '../../../source/config/merge-rules';
import type { PipelineKind } from '../../kind';
import { checkRolling } from './checks';
import { rollingCommits } from './commits';
import type { EcsRollingPipeline } from './model';
import { resolveRolling } from './resolve';
import { ecsRollingSchema } from './schema';
import { rollingStarter } from './starter';
import { summarizeRolling } from './summary';

/** A commit, built by CodeBuild, whose images ECS itself rolls a service to. */
export const ecsRolling: PipelineKind<typeof ecsRollingSchema, EcsRollingPipeline> = {
  name: 'ecs-rolling',
  schema: ecsRollingSchema,
  variationHelp: { source: GIT_VARIATION_HELP },
  merge: combineMergeRules(SOURCE_MERGE_RULES, BUILD_MERGE_RULES, SERVICE_MERGE_RULES),
  clashes: serviceClashes,
  resolve: resolveRolling,
  check: checkRolling,
  warn: (located) => [
    ...warnOfHttp(located, located.pipeline.service),
    ...warnOfDigests(located.pipeline.source.build, located),
  ],
  names(pipeline) {
    const identity = identityOf(pipeline);
    return [
      ...buildNames(pipeline.checks, identity),
      ...verifyNames(pipeline, identity),
      ...serviceNames(pipeline.service, identity, [targetGroupName(identity)]),
    ];
  },
  ecsService: ({ service }) => service,
  claims: ({ service }) => serviceClaims(service, 'each would undo what the other one releases'),
  sources: ({ source, deploy }) => commitsSources(source, deploy.timeoutMinutes),
  pullRequests: (pipeline) => pullRequestChecks(pipeline, rollingCommits(pipeline)),
  actionFunctions: (pipeline) => [
    RECORD_RELEASE,
    ...gateFunctions(pipeline),
    ...(pipeline.deploy.taskDefinition ? [UPDATE_TASK_DEFINITION] : []),
  ],
  roleEndings: [...BUILD_ROLE_ENDINGS, ...SERVICE_ROLE_ENDINGS, 'release', 'images', 'definition'],
  summary: summarizeRolling,
  starter: rollingStarter,
};
