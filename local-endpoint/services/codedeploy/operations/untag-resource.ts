import type { UntagResourceInput, UntagResourceOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { checkTaggable } from '../tags';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (room: Room): Operation<UntagResourceInput, UntagResourceOutput> =>
  async (input, context) => {
    const region = room.of(context);
    const arn = checkTaggable(region, input.ResourceArn);
    const kept = (region.tags.get(arn) ?? []).filter(({ Key = '' }) => !input.TagKeys?.includes(Key));
    region.tags.set(arn, kept);
    return {};
  };
