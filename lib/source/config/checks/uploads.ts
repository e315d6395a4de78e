import { pipelineName, previousTag, servingTag } from '../../../../handlers/contract/names';
import type { Finding } from '../../../config/check-schema';
import type { Environment, ImageSource, Uploads } from '../../../config/model';
import type { Draft, Placed } from '../../../config/resolve';
import type { Path } from '../../../config/yaml-file';
import { agreement, type Mention } from './consistent-use';
import { bounded } from '../../../config/checks/length';

/** What pipelines say of buckets agrees, and `{environment}` leaves names of images, buckets and keys AWS takes. */
export function checkSources({ pipelines }: Draft): Finding[] {
  const uploads = pipelines.flatMap(uploadsOf);
  return [
    ...agreement(uploads.flatMap(buckets), 'S3 bucket'),
    ...onePlaceEach(uploads.flatMap(buckets)),
    ...uploads.flatMap(repeatedImages),
    ...protectingTags(pipelines, uploads),
    ...uploads.flatMap(lengths),
  ];
}

/** A pipeline that takes what a team's CI uploads. */
interface PlacedUploads {
  readonly placed: Placed;
  readonly source: Uploads;
}

function uploadsOf(placed: Placed): PlacedUploads[] {
  const { source } = placed.pipeline;
  return source.from === 'uploads' ? [{ placed, source }] : [];
}

function buckets({ placed: { pipeline, at }, source }: PlacedUploads): Mention[] {
  const settings = ['source', 'settings'];
  return [
    {
      name: source.settings.bucket,
      environment: pipeline.environment,
      existing: source.settings.existing,
      existingAt: at([...settings, 'existing']),
      nameAt: at([...settings, 's3']),
    },
  ];
}

/** Bucket names are unique in the world: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function onePlaceEach(mentions: readonly Mention[]): Finding[] {
  const first = new Map<string, Environment>();
  return mentions.flatMap((each) => {
    const other = first.get(each.name) ?? each.environment;
    first.set(each.name, other);
    const { account, region } = each.environment;
    const elsewhere = other.region !== region || (other.account !== account && !each.existing);
    if (!elsewhere) return [];
    const rule = `bucket ${each.name} cannot be in ${account} ${region} and, for ${other.name}, in ${other.account} ${other.region}: bucket names are unique in the world; put {environment} in it`;
    return [{ path: each.nameAt, rule }];
  });
}

function repeatedImages({ placed, source: { images } }: PlacedUploads): Finding[] {
  const same = (one: ImageSource) => (other: ImageSource) =>
    one.repository === other.repository && one.tag === other.tag;
  return images.flatMap((image, index) => {
    const first = images.findIndex(same(image));
    if (first === index) return [];
    return [
      { path: placed.image(index, 'ecr'), rule: `is the same repository and tag as image ${first + 1}` },
    ];
  });
}

/** A release moves its protecting tags; a pipeline started by those would start for ever. */
function protectingTags(all: readonly Placed[], uploads: readonly PlacedUploads[]): Finding[] {
  const kept = new Set(
    all.flatMap(({ pipeline: { prefix, name: pipeline, environment } }) => {
      const identity = { prefix, pipeline, environment: environment.name };
      return [servingTag(identity), previousTag(identity)];
    }),
  );
  const rule = (tag: string) => `must not be ${tag}: the factory keeps that tag for the image that serves`;
  return uploads.flatMap(({ placed, source }) =>
    source.images.flatMap(({ tag }, index) =>
      kept.has(tag) ? [{ path: placed.image(index, 'tag'), rule: rule(tag) }] : [],
    ),
  );
}

/** S3 takes longer keys, but no action's configuration does: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
function lengths({ placed, source }: PlacedUploads): Finding[] {
  const { prefix, name: pipeline, environment } = placed.pipeline;
  const made = `for ${pipelineName({ prefix, pipeline, environment: environment.name })}`;
  const settings = (key: string) => placed.at(['source', 'settings', key]);
  return [
    ...source.images.flatMap(({ tag }, index) =>
      bounded(tag, 1, 128, `tag ${made}`, placed.image(index, 'tag')),
    ),
    ...bounded(source.settings.bucket, 3, 63, `bucket name ${made}`, settings('s3')),
    ...bounded(source.settings.key, 1, 1000, `object key ${made}`, settings('key')),
    ...bucketEnds(source.settings.bucket, settings('s3')),
  ];
}

function bucketEnds(bucket: string, path: Path): Finding[] {
  return /^[a-z0-9].*[a-z0-9]$/.test(bucket)
    ? []
    : [{ path, rule: 'must start and end with a letter or digit' }];
}
