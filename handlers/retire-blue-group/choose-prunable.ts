import type { Image, LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import { type BaseFleetSettings, settingsVersionDescription } from '../contract/fleet-settings';
import type { FleetRelease } from '../contract/release-record';

/** What there is, and what of it is in use. */
export interface Prunable {
  readonly settings: Pick<BaseFleetSettings, 'hash' | 'keep'>;
  /** All of the pipeline's launch template, the newest first. */
  readonly versions: readonly LaunchTemplateVersion[];
  /** All of the pipeline. */
  readonly images: readonly Image[];
  /** Number of the version that serves. @default - it is not known, and nothing is pruned */
  readonly servingVersion?: string;
  /** Numbers of versions that groups name, or that is the default. */
  readonly usedVersions: ReadonlySet<string>;
  /** The release that serves, and the one before. */
  readonly releases: readonly FleetRelease[];
}

/** By id and by number. */
export interface PrunableIds {
  readonly images: string[];
  readonly versions: string[];
}

const RELEASED = /^(ami-\w+) with settings (\w+)$/;
const SETTINGS = /^settings (\w+)$/;

/**
 * Chooses the images and launch template versions that nobody needs any more, by nothing but what is given. Only what is
 * older than what serves is chosen: what is newer may be of a release that is on its way.
 */
export function choosePrunable(given: Prunable): PrunableIds {
  if (!given.servingVersion) return { images: [], versions: [] };
  const kept = keptVersions(given, Number(given.servingVersion));
  return { images: imagesBeyond(given, kept), versions: versionsBeyond(given, kept) };
}

/** Released versions that stay, all that is newer or in use, and as many more as are to be kept. */
function keptVersions(given: Prunable, serving: number): LaunchTemplateVersion[] {
  const { versions, usedVersions, releases, settings } = given;
  const recorded = new Set(releases.map(({ launchTemplate }) => launchTemplate.version));
  let spare = settings.keep;
  return versions
    .filter(({ VersionDescription = '' }) => RELEASED.test(VersionDescription))
    .filter(({ VersionNumber = 0 }) => {
      const number = `${VersionNumber}`;
      if (VersionNumber >= serving || usedVersions.has(number) || recorded.has(number)) return true;
      spare -= 1;
      return spare >= 0;
    });
}

/**
 * Released versions that do not stay, and settings that neither one that stays nor the pipeline has; a version that
 * neither is was made by someone else.
 */
function versionsBeyond(
  { versions, usedVersions, settings, servingVersion }: Prunable,
  kept: readonly LaunchTemplateVersion[],
): string[] {
  const hashes = kept.map(({ VersionDescription = '' }) => RELEASED.exec(VersionDescription)?.[2]);
  const needed = new Set([settings.hash, ...hashes].map((hash) => settingsVersionDescription(hash ?? '')));
  const isNeeded = (one: LaunchTemplateVersion) => {
    const { VersionDescription = '', VersionNumber = 0 } = one;
    if (RELEASED.test(VersionDescription)) return kept.includes(one);
    return (
      !SETTINGS.test(VersionDescription) ||
      VersionNumber > Number(servingVersion) ||
      usedVersions.has(`${VersionNumber}`) ||
      needed.has(VersionDescription)
    );
  };
  return versions.filter((one) => !isNeeded(one)).map(({ VersionNumber }) => `${VersionNumber}`);
}

/**
 * Images older than the one that serves, beyond as many as are to be kept beside it and the one before; none of a version
 * that stays.
 */
function imagesBeyond(
  { images, releases, settings, versions, servingVersion }: Prunable,
  kept: readonly LaunchTemplateVersion[],
): string[] {
  const serving = versions.find(({ VersionNumber }) => `${VersionNumber}` === servingVersion);
  const servingImage = images.find(({ ImageId }) => serving && ImageId === imageOf(serving));
  if (!servingImage) return [];
  const recorded = new Set(releases.map(({ imageId }) => imageId));
  const needed = new Set(kept.map(imageOf));
  return images
    .filter((one) => created(one) < created(servingImage) && !recorded.has(one.ImageId ?? ''))
    .toSorted((one, other) => created(other) - created(one))
    .slice(settings.keep)
    .map(({ ImageId = '' }) => ImageId)
    .filter((id) => !needed.has(id));
}

const imageOf = ({ VersionDescription = '' }: LaunchTemplateVersion): string =>
  RELEASED.exec(VersionDescription)?.[1] ?? '';

const created = ({ CreationDate = '' }: Image): number => Date.parse(CreationDate);
