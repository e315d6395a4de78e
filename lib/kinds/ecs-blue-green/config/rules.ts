import type { z } from 'zod';
import type { Diagnostic } from '../../../config/diagnostic';
import { isMapping } from '../../../config/merge';
import type { Path } from '../../../config/path';
import { serviceClashes } from '../../../load-balancing/config/check';

/** Of `image` and `images` exactly one. */
export const ONE_OF_IMAGES = 'must have either image or images, and not both';

/** Git, or what a team's own CI uploads. */
export const BESIDE_GIT = 'must have either git or image and settings, and not both';

interface Releases {
  readonly source: { readonly git?: unknown };
  readonly build?: unknown;
  readonly checks: object;
  readonly deploy: { readonly appSpec?: unknown; readonly taskDefinition?: unknown };
}

/** What is built and checked is a commit: a git source has a build, and nothing else has one. */
export function buildWithGit({ value, issues }: z.core.ParsePayload<Releases>): void {
  const broken = (message: string, ...path: string[]) =>
    issues.push({ code: 'custom', message, path, input: value });
  const { source, build, checks, deploy } = value;
  if (source.git) {
    if (!build) issues.push({ code: 'custom', message: BUILD_REQUIRED, path: ['build'], input: undefined });
    return;
  }
  const rule = 'goes with source.git only: there is nothing to build in what a CI uploads';
  if (build) broken(rule, 'build');
  if (Object.keys(checks).length > 0) broken(rule, 'checks');
  for (const key of ['appSpec', 'taskDefinition'] as const)
    if (deploy[key])
      broken('goes with source.git only: settings.zip has its files at the top', 'deploy', key);
}

const BUILD_REQUIRED = 'is required with source.git: docker, or a mapping';

/** `existing` with keys of an owned service beside it, and `image` beside `images`. */
export function blueGreenClashes(entry: Readonly<Record<string, unknown>>, above: Path): Diagnostic[] {
  const { source } = entry;
  const both = isMapping(source) && Object.hasOwn(source, 'image') && Object.hasOwn(source, 'images');
  return [
    ...serviceClashes(entry, above),
    ...(both ? [{ path: [...above, 'source'], rule: ONE_OF_IMAGES }] : []),
  ];
}
