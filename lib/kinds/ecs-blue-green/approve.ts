import { notificationTopicName, type PipelineIdentity } from '../../../handlers/contract/names';
import type { Action } from '../../pipeline/action';
import type { Arns } from '../../pipeline/arns';
import type { EcsBlueGreenPipeline } from '../../spec/model';
import { namedImages, SETTINGS } from './artifacts';

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

function whatGoesLive(spec: EcsBlueGreenPipeline): string {
  const images = namedImages(spec).map(
    ({ image, action }) => `image ${image.repository}:${image.tag} is #{${action}.ImageDigest}`,
  );
  const settings = `settings ${spec.source.settings.key} is version #{${SETTINGS.action}.VersionId}`;
  return [...images, settings].join('; ');
}
