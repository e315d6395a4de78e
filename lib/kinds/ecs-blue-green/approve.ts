import { notificationTopicName, type PipelineIdentity } from '../../../handlers/contract/names';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';
import type { EcsBlueGreenPipeline } from '../../spec/model';
import { namedImages, SETTINGS } from './artifacts';

/** Characters of a value of an action's configuration. https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
const MAXIMUM_LENGTH = 1000;

/** Characters that take the place of a variable: `sha256:…`, and a version id as S3 makes them. */
const DIGEST_LENGTH = 71;
const VERSION_LENGTH = 32;

/**
 * Waits up to seven days for a person, who is told what is about to go live: each image's digest and the settings' version.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html
 */
export function approve(spec: EcsBlueGreenPipeline, identity: PipelineIdentity, arns: Arns): Action {
  const topic = arns.topic(notificationTopicName(identity.prefix, identity.environment));
  return {
    name: 'Approve',
    category: 'Approval',
    provider: 'Manual',
    configuration: { NotificationArn: topic, CustomData: whatGoesLive(spec) },
    grants: [{ actions: ['sns:Publish'], resources: [topic] }],
  };
}

/** Names what long names leave no room for by its source action. */
function whatGoesLive(spec: EcsBlueGreenPipeline): string {
  const { key } = spec.source.settings;
  const images = namedImages(spec);
  const inFull = told(
    images.map(({ image, action }) => [`image ${image.repository}:${image.tag}`, action]),
    `settings ${key}`,
  );
  const fits = inFull.length + images.length * DIGEST_LENGTH + VERSION_LENGTH <= MAXIMUM_LENGTH;
  return fits
    ? inFull
    : told(
        images.map(({ action }) => [action, action]),
        SETTINGS.action,
      );
}

function told(images: readonly (readonly [what: string, action: string])[], settings: string): string {
  return [
    ...images.map(([what, action]) => `${what} is #{${action}.ImageDigest}`),
    `${settings} is version #{${SETTINGS.action}.VersionId}`,
  ].join('; ');
}
