import { RECORD_RELEASE } from '../../../../handlers/contract/record-release';
import { VERIFY_DEPLOYMENT } from '../../../../handlers/contract/verify-deployment';
import { BUILD_MERGE_RULES } from '../../../build/config/merge-rules';
import { BUILD_ROLE_ENDINGS } from '../../../build/config/names';
import { pullRequestChecks } from '../../../build/config/pull-requests';
import { commitsSources } from '../../../build/config/sources';
import { warnOfDigests } from '../../../build/config/warn-of-digests';
import { alternatives, combineMergeRules } from '../../../config/merge';
import { minutesToShift } from '../../../config/traffic';
import { warnOfHttp } from '../../../load-balancing/config/check';
import { SERVICE_MERGE_RULES } from '../../../load-balancing/config/merge-rules';
import { SERVICE_ROLE_ENDINGS, serviceClaims } from '../../../ecs-service/config/names';
import { gateFunctions } from '../../../gates/config/gates';
import { GIT_VARIATION_HELP, SOURCE_MERGE_RULES } from '../../../source/config/merge-rules';
import { UPLOAD_ROLE_ENDINGS } from '../../../source/config/names';
import { uploadsSources } from '../../../source/config/uploads-sources';
import type { PipelineKind } from '../../kind';
import { checkBlueGreen } from './checks';
import { blueGreenCommits } from './commits';
import type { EcsBlueGreenPipeline } from './model';
import { blueGreenNames } from './names';
import { resolveBlueGreen } from './resolve';
import { buildWithGit, blueGreenClashes } from './rules';
import { ecsBlueGreenSchema } from './schema';
import { blueGreenStarter } from './starter';
import { summarizeBlueGreen } from './summary';

/** Images and their settings, uploaded or built from a commit, released to an ECS service blue/green by CodeDeploy. */
export const ecsBlueGreen: PipelineKind<typeof ecsBlueGreenSchema, EcsBlueGreenPipeline> = {
  name: 'ecs-blue-green',
  schema: ecsBlueGreenSchema,
  rules: buildWithGit,
  variationHelp: { source: GIT_VARIATION_HELP },
  merge: combineMergeRules(
    SOURCE_MERGE_RULES,
    BUILD_MERGE_RULES,
    SERVICE_MERGE_RULES,
    alternatives({ 'deploy traffic': { canary: ['linear'], linear: ['canary'] } }),
  ),
  clashes: blueGreenClashes,
  resolve: resolveBlueGreen,
  check: checkBlueGreen,
  warn: (located) => [
    ...warnOfHttp(located, located.pipeline.service),
    ...(located.pipeline.source.from === 'git' ? warnOfDigests(located.pipeline.source.build, located) : []),
  ],
  names: blueGreenNames,
  ecsService: ({ service }) => service,
  claims: ({ service }) => serviceClaims(service, 'CodeDeploy takes one deployment group a service'),
  sources({ source, deploy }) {
    const minutes = minutesToShift(deploy.traffic) + deploy.blueTerminationWaitMinutes;
    return source.from === 'git' ? commitsSources(source, minutes) : uploadsSources(source, minutes);
  },
  pullRequests: (pipeline) =>
    pipeline.source.from === 'git'
      ? pullRequestChecks(pipeline, blueGreenCommits(pipeline, pipeline.source))
      : undefined,
  actionFunctions: (pipeline) => [
    RECORD_RELEASE,
    ...gateFunctions(pipeline),
    ...(pipeline.verify ? [VERIFY_DEPLOYMENT] : []),
  ],
  roleEndings: [
    ...UPLOAD_ROLE_ENDINGS,
    ...BUILD_ROLE_ENDINGS,
    ...SERVICE_ROLE_ENDINGS,
    'deploy',
    'release',
    'images',
    'deployment',
  ],
  summary: summarizeBlueGreen,
  starter: blueGreenStarter,
};
