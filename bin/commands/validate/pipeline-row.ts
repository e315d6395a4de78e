import { pipelineName } from '../../../handlers/contract/names';
import { identityOf } from '../../../lib/config/identity';
import type { BasePipeline } from '../../../lib/config/model';
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
