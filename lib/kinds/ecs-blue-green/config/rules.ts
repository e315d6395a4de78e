import type { z } from 'zod';
import type { Finding } from '../../../config/check-schema';
import type { Path } from '../../../config/yaml-file';

type Mapping = Readonly<Record<string, unknown>>;

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

/**
 * Keys that stand beside each other and must not. Looked at before defaults are filled in, after which every key is
 * there, and whatever else is wrong with them.
 * @param entry an entry under `pipelines:` or its variation in an environment
 */
export function clashes(entry: Mapping, above: Path): Finding[] {
  return [
    ...beside(keysOf(entry.service), [...above, 'service']),
    ...both(keysOf(entry.source), [...above, 'source']),
  ];
}

function beside(keys: readonly string[], path: Path): Finding[] {
  if (!keys.includes('existing')) return [];
  const rule = 'does not go beside existing: the factory changes nothing of a service it does not own';
  return keys.filter((key) => key !== 'existing').map((key) => ({ path: [...path, key], rule, part: 'key' }));
}

function both(keys: readonly string[], path: Path): Finding[] {
  return keys.includes('image') && keys.includes('images') ? [{ path, rule: ONE_OF_IMAGES }] : [];
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
