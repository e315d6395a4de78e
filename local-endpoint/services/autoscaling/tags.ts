import type { Tag } from '@aws-sdk/client-auto-scaling';
import { AwsError } from '../../kit/aws-error';
import { invalid } from './input';
import type { GroupTag } from './model';

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const MAX_TAGS = 50;

/**
 * The tags of a group after a request.
 * @param before those that it has @default - none
 * @throws AwsError for what AWS does not take
 */
export function groupTags(
  given: readonly Tag[] = [],
  before: ReadonlyMap<string, GroupTag> = new Map(),
): Map<string, GroupTag> {
  const tags = new Map(before);
  for (const { Key = '', Value = '', PropagateAtLaunch = false } of given) {
    if (Key === '') throw invalid('Tag key cannot be empty.');
    if (Key.toLowerCase().startsWith('aws:')) throw invalid(`Caller cannot create system tag: ${Key}`);
    tags.set(Key, { Key, Value, PropagateAtLaunch });
  }
  if (tags.size > MAX_TAGS)
    throw new AwsError(
      'LimitExceeded',
      `Resource has too many tags. A resource may have at most ${MAX_TAGS} tags.`,
    );
  return tags;
}
