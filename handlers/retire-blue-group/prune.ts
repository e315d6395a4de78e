import {
  DeleteLaunchTemplateVersionsCommand,
  DeregisterImageCommand,
  type LaunchTemplateVersion,
} from '@aws-sdk/client-ec2';
import type { BaseFleetSettings } from '../contract/fleet-settings';
import type { PipelineIdentity } from '../contract/names';
import { type FleetGroup, readAllGroups } from '../fleet/fleet-group';
import { recordParameters } from '../fleet/record-serving';
import { readTemplateVersions } from '../fleet/template-versions';
import { logger } from '../logger';
import { readParameters } from '../parameters/read-parameters';
import { recordIn } from '../release-record/record-in';
import { choosePrunable } from './choose-prunable';
import { imagesInUse, readImages } from './images';
import type { Look } from './look';

/** Whose images and versions are pruned, and what is called for it. */
export interface PruneLook extends Pick<Look, 'clients' | 'pipeline'> {
  readonly job: { readonly pipeline: PipelineIdentity };
  readonly settings: BaseFleetSettings;
}

/** What was removed, by id and by number. */
export interface Pruned {
  readonly images: readonly string[];
  readonly versions: readonly string[];
}

/** EC2 deletes no more versions at once. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteLaunchTemplateVersions.html */
const MAX_DELETED_VERSIONS = 200;

/** Images that one release removes at most; the next one goes on. Each takes a call. */
const MAX_DEREGISTERED_IMAGES = 5;

/**
 * Removes images, with their snapshots, and launch template versions of the pipeline that are older than the release that
 * serves, beyond as many as the config keeps; none that serves, served before, or is in use by anyone in this account.
 */
export async function prune(look: PruneLook, serving: string): Promise<Pruned> {
  const { clients, pipeline, settings, job } = look;
  const { ec2, ssm, autoScaling } = clients;
  const { release } = recordParameters(job.pipeline);
  const found = await readParameters(ssm, [{ name: release }]);
  const record = recordIn(release, found.get(release)?.value);
  const versions = await readTemplateVersions(ec2, settings.launchTemplate);
  const groups = await readAllGroups(autoScaling);
  const images = await readImages(ec2, pipeline);
  const servingVersion = groups.find(({ name }) => name === serving)?.template?.version;
  const chosen = choosePrunable({
    settings,
    versions,
    images,
    servingVersion,
    usedVersions: versionsInUse(groups, settings.launchTemplate, versions),
    releases: [record?.serving, record?.previous].flatMap((one) => (one?.type === 'asg' ? one : [])),
  });
  const used = await imagesInUse(ec2, chosen.images, groups, settings.launchTemplate);
  const unused = chosen.images.filter((id) => !used.has(id)).slice(0, MAX_DEREGISTERED_IMAGES);
  await deleteVersions(look, chosen.versions);
  for (const ImageId of unused)
    await ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }));
  return { images: unused, versions: chosen.versions };
}

/** Numbers of the versions of the template that groups name, whoever's they are. */
function versionsInUse(
  groups: readonly FleetGroup[],
  launchTemplate: string,
  versions: readonly LaunchTemplateVersion[],
): ReadonlySet<string> {
  const inDefault = versions.find(({ DefaultVersion }) => DefaultVersion)?.VersionNumber;
  const named = groups
    .filter(({ template }) => template?.name === launchTemplate)
    .map(({ template }) => template?.version ?? '');
  return new Set([...named, `${inDefault}`]);
}

async function deleteVersions({ clients, settings }: PruneLook, versions: readonly string[]): Promise<void> {
  if (versions.length === 0) return;
  const { UnsuccessfullyDeletedLaunchTemplateVersions: kept = [] } = await clients.ec2.send(
    new DeleteLaunchTemplateVersionsCommand({
      LaunchTemplateName: settings.launchTemplate,
      Versions: versions.slice(0, MAX_DELETED_VERSIONS),
    }),
  );
  if (kept.length > 0) logger.warn('Launch template versions could not be deleted', { kept });
}
