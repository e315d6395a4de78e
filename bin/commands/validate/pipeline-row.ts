import { pipelineName } from '../../../handlers/contract/names';
import { identityOf, pullRequestsName } from '../../../lib/config/identity';
import type { BasePipeline } from '../../../lib/config/model';
import { summarizePullRequests } from '../../../lib/source/config/summary';
import { kindOf, type PipelineKind } from '../../../lib/kinds/kind';

/** What the cells of {@link pipelineRow} are. */
export const PIPELINE_HEADING = [
  'pipeline',
  'kind',
  'started by',
  'checks',
  'approval',
  'deployment',
  'target',
] as const;

/** A pipeline in one line. */
export function pipelineRow(pipeline: BasePipeline, kinds: readonly PipelineKind[]): string[] {
  const { startedBy, checks = [], deployment, target } = kindOf(pipeline, kinds).summary(pipeline);
  return [
    pipelineName(identityOf(pipeline)),
    pipeline.kind,
    startedBy,
    checks.join(' ') || '-',
    pipeline.approval ? 'yes' : 'no',
    deployment,
    target,
  ];
}

/** The pipeline of an entry's pull requests in one line. */
export function pullRequestRow(pipeline: BasePipeline, kinds: readonly PipelineKind[]): string[] {
  const requested = kindOf(pipeline, kinds).pullRequests?.(pipeline);
  const { name, account, region } = pipeline.environment;
  return [
    pullRequestsName(identityOf(pipeline)),
    pipeline.kind,
    requested ? summarizePullRequests(requested.git) : '-',
    [...(requested?.checks.map((check) => check.name) ?? []), ...(requested?.build ? ['build'] : [])].join(
      ' ',
    ),
    'no',
    'none: it pushes and deploys nothing',
    `runs in ${name} (${account} ${region})`,
  ];
}
