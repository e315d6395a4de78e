import type { Diagnostic } from '../../config/diagnostic';
import type { LocatedPipeline } from '../../config/kind';
import { digestVariable } from './digest-variable';
import type { Build } from './model';

/** An approval that does not show what is deployed, because a team's own buildspec does not export the digests. */
export function warnOfDigests(
  { images, exports, buildspec }: Pick<Build, 'images' | 'exports' | 'buildspec'>,
  { pipeline, at }: LocatedPipeline,
): Diagnostic[] {
  const names = images.map(digestVariable).filter((name) => !exports.includes(name));
  if (!pipeline.approval || buildspec === undefined || names.length === 0) return [];
  const rule = `leaves out ${names.join(', ')}, so that whoever approves is not shown which images are deployed: have the buildspec export them, and name them here`;
  return [{ path: at(['build', 'exports']), rule }];
}
