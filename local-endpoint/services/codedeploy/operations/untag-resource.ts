import type { UntagResourceInput, UntagResourceOutput } from '@aws-sdk/client-codedeploy';
import type { Operation } from '../../../kit/operation';
import { checkTaggable } from '../tags';
import type { CodeDeployStore } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: CodeDeployStore): Operation<UntagResourceInput, UntagResourceOutput> =>
  async (input, context) => {
    const region = store.of(context);
    const arn = checkTaggable(region, input.ResourceArn);
    const kept = (region.tags.get(arn) ?? []).filter(({ Key = '' }) => !input.TagKeys?.includes(Key));
    region.tags.set(arn, kept);
    return {};
  };
