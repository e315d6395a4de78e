import {
  BAKE_TAG,
  bakeName,
  PIPELINE_TAG,
  type PipelineIdentity,
  pipelineName,
} from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';

/**
 * What `clean-up-bakes` does with the pipeline's role; to read builds is granted to the action that starts them. Instances
 * that serve may carry the pipeline's tag too, but none of a bake. Images and snapshots of the pipeline are also removed
 * when they are old, which is why the right to that is in a statement without the bake's tag.
 */
export function cleanUpBakesGrants(identity: PipelineIdentity, arns: Arns): Grant[] {
  const name = pipelineName(identity);
  const ofPipeline = { StringEquals: { [`aws:ResourceTag/${PIPELINE_TAG}`]: name } };
  const images = [arns.image('*'), arns.snapshot('*')];
  const leftovers = [
    arns.ec2('key-pair', 'packer_*'),
    arns.ec2('security-group', '*'),
    arns.ec2('volume', '*'),
  ];
  return [
    {
      actions: ['Images', 'Instances', 'KeyPairs', 'SecurityGroups', 'Snapshots', 'Tags', 'Volumes'].map(
        (what) => `ec2:Describe${what}`,
      ),
      resources: ['*'],
      because: 'EC2 knows no resource for what describes its resources',
    },
    {
      actions: ['ec2:DeleteKeyPair', 'ec2:DeleteSecurityGroup', 'ec2:DeleteVolume', 'ec2:TerminateInstances'],
      resources: [arns.ec2('instance', '*'), ...leftovers],
      conditions: {
        ...ofPipeline,
        StringLike: { [`aws:ResourceTag/${BAKE_TAG}`]: `${bakeName(identity)}:*` },
      },
      because: 'EC2 makes up the ids; the tags decide',
    },
    {
      actions: ['ec2:DeleteSnapshot', 'ec2:DeregisterImage'],
      resources: images,
      conditions: ofPipeline,
      because: 'EC2 makes up the ids; the tag decides',
    },
    {
      actions: ['ec2:CreateTags'],
      resources: [...images, ...leftovers],
      conditions: {
        Null: { [`aws:ResourceTag/${PIPELINE_TAG}`]: 'true' },
        StringEquals: { [`aws:RequestTag/${PIPELINE_TAG}`]: name },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [PIPELINE_TAG, BAKE_TAG] },
      },
      because: 'Packer leaves what has no tag; it gets one before it is deleted, and only what has none can',
    },
  ];
}
