import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import type { InvalidateProjectCacheInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findProject } from '../find';
import type { CodeBuildStore } from '../store';
import { cachePlace } from '../run/cache-place';
import { s3Client } from '../run/s3';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_InvalidateProjectCache.html */
export const invalidateProjectCache =
  (store: CodeBuildStore): Operation<InvalidateProjectCacheInput> =>
  async (input, context) => {
    const region = store.of(context);
    const place = cachePlace(findProject(region, input.projectName));
    if (!place) return {};
    const s3 = s3Client(store.context.aws.asService(region.account, region.name));
    await s3.send(new DeleteObjectCommand({ Bucket: place.bucket, Key: place.key }));
    return {};
  };
