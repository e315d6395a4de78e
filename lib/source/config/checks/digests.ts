import type { Diagnostic } from '../../../config/diagnostic';
import type { SourcedPipeline } from './sourced-pipeline';

/** Approvals that do not show what is deployed, because a team's own buildspec does not export the digests. */
export function warnOfDigests({ pipeline, at, sources }: SourcedPipeline): Diagnostic[] {
  const { names = [], field = [] } = sources.unexportedDigests ?? {};
  if (!pipeline.approval || names.length === 0) return [];
  const rule = `leaves out ${names.join(', ')}, so that whoever approves is not shown which images are deployed: have the buildspec export them, and name them here`;
  return [{ path: at(field), rule }];
}
