import { pipelineName } from '../../../../handlers/contract/names';
import { checkLength } from '../../../config/checks/length';
import type { Diagnostic } from '../../../config/diagnostic';
import { identityOf } from '../../../config/identity';
import type { Environment } from '../../../config/model';
import { checkConsistency, type ResourceUse } from './consistent-use';
import { type LocatedObject, objectUsesOf, type SourcedPipeline } from './sourced-pipeline';

/** Pipelines agree about buckets that they share, and `{environment}` leaves names of buckets and keys that AWS allows. */
export function checkBuckets(pipelines: readonly SourcedPipeline[]): Diagnostic[] {
  const objects = pipelines.flatMap(objectUsesOf);
  const buckets = objects.map(resourceUse);
  return [
    ...checkConsistency(buckets, 'S3 bucket'),
    ...inOneRegion(buckets),
    ...objects.flatMap(checkObjectName),
  ];
}

function resourceUse({ pipeline, use, fieldAt }: LocatedObject): ResourceUse {
  return {
    name: use.bucket,
    environment: pipeline.environment,
    existing: use.existing,
    existingAt: fieldAt('existing'),
    nameAt: fieldAt('s3'),
  };
}

/** Bucket names are unique in the world: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function inOneRegion(buckets: readonly ResourceUse[]): Diagnostic[] {
  const first = new Map<string, Environment>();
  return buckets.flatMap((each) => {
    const other = first.get(each.name) ?? each.environment;
    first.set(each.name, other);
    const { account, region } = each.environment;
    const elsewhere = other.region !== region || (other.account !== account && !each.existing);
    if (!elsewhere) return [];
    const rule = `bucket ${each.name} cannot be in ${account} ${region} and, for ${other.name}, in ${other.account} ${other.region}: bucket names are unique in the world; put {environment} in it`;
    return [{ path: each.nameAt, rule }];
  });
}

/** S3 takes longer keys, but no action's configuration does: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
function checkObjectName({ pipeline, use: { bucket, key }, fieldAt }: LocatedObject): Diagnostic[] {
  const what = `for ${pipelineName(identityOf(pipeline))}`;
  return [
    ...checkLength(bucket, 3, 63, `bucket name ${what}`, fieldAt('s3')),
    ...checkLength(key, 1, 1000, `object key ${what}`, fieldAt('key')),
    ...(/^[a-z0-9].*[a-z0-9]$/.test(bucket)
      ? []
      : [{ path: fieldAt('s3'), rule: 'must start and end with a letter or digit' }]),
  ];
}
