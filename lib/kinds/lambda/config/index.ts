import { PUBLISH_VERSIONS } from '../../../../handlers/contract/publish-versions';
import { RECORD_VERSIONS } from '../../../../handlers/contract/record-versions';
import { SHIFT_VERSIONS } from '../../../../handlers/contract/shift-versions';
import { BUILD_ROLE_ENDINGS } from '../../../build/config/names';
import { pullRequestChecks } from '../../../build/config/pull-requests';
import { commitsSources } from '../../../build/config/sources';
import { minutesToShift } from '../../../config/traffic';
import { GIT_VARIATION_HELP } from '../../../source/config/merge-rules';
import { UPLOAD_ROLE_ENDINGS } from '../../../source/config/names';
import { codeUploadSources } from '../../../source/config/uploads-sources';
import type { PipelineKind } from '../../kind';
import { checkLambda } from './checks';
import { lambdaClaims } from './claims';
import { lambdaClashes } from './clashes';
import { lambdaCommits } from './commits';
import { LAMBDA_MERGE_RULES } from './merge-rules';
import type { LambdaPipeline } from './model';
import { FUNCTION_ROLE_ENDING, lambdaNames } from './names';
import { buildWithGit } from './rules';
import { resolveLambda } from './resolve';
import { lambdaSchema } from './schema';
import { lambdaStarter } from './starter';
import { summarizeLambda } from './summary';

/** A commit that CodeBuild builds, or uploaded code, of whose functions versions are published and get the traffic of an alias. */
export const lambda: PipelineKind<typeof lambdaSchema, LambdaPipeline> = {
  name: 'lambda',
  schema: lambdaSchema,
  rules: buildWithGit,
  variationHelp: { source: GIT_VARIATION_HELP },
  merge: LAMBDA_MERGE_RULES,
  clashes: lambdaClashes,
  resolve: resolveLambda,
  check: checkLambda,
  names: lambdaNames,
  claims: lambdaClaims,
  sources: ({ source, deploy }) =>
    source.from === 'git'
      ? commitsSources(source, minutesToShift(deploy.traffic))
      : codeUploadSources(source),
  pullRequests: (pipeline) =>
    pipeline.source.from === 'git'
      ? pullRequestChecks(pipeline, lambdaCommits(pipeline, pipeline.source))
      : undefined,
  actionFunctions: ({ deploy }) => [
    PUBLISH_VERSIONS,
    ...(deploy.hooks ? [SHIFT_VERSIONS] : []),
    RECORD_VERSIONS,
  ],
  roleEndings: [...UPLOAD_ROLE_ENDINGS, ...BUILD_ROLE_ENDINGS, FUNCTION_ROLE_ENDING, 'versions', 'deploy'],
  summary: summarizeLambda,
  starter: lambdaStarter,
};
