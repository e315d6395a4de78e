import { pipelineName, previousTag, servingTag } from '../../../handlers/contract/names';
import type { Finding } from '../issues';
import type { Environment, ImageSource } from '../model';
import type { Draft, Placed } from '../spread';
import { type Path, printPath } from '../yaml-file';

/** What pipelines say of repositories and buckets agrees, and `{environment}` leaves names AWS takes. */
export function checkSources({ pipelines }: Draft): Finding[] {
  return [
    ...agreement(pipelines.flatMap(repositories), 'ECR repository'),
    ...agreement(pipelines.flatMap(buckets), 'S3 bucket'),
    ...onePlaceEach(pipelines.flatMap(buckets)),
    ...pipelines.flatMap(repeatedImages),
    ...protectingTags(pipelines),
    ...pipelines.flatMap(lengths),
  ];
}

/** One pipeline's word on a repository or bucket. */
interface Mention {
  readonly name: string;
  readonly environment: Environment;
  readonly existing: boolean;
  readonly existingAt: Path;
  readonly nameAt: Path;
  /** @default - buckets have none */
  readonly expiry?: { readonly days: number; readonly at: Path };
}

function repositories(placed: Placed): Mention[] {
  return placed.pipeline.source.images.map((image, index) => ({
    name: image.repository,
    environment: placed.pipeline.environment,
    existing: image.existing,
    existingAt: placed.image(index, 'existing'),
    nameAt: placed.image(index, 'ecr'),
    expiry: { days: image.untaggedExpiryDays, at: placed.image(index, 'untaggedExpiry') },
  }));
}

function buckets({ pipeline, at }: Placed): Mention[] {
  const { bucket, existing } = pipeline.source.settings;
  const settings = ['source', 'settings'];
  return [
    {
      name: bucket,
      environment: pipeline.environment,
      existing,
      existingAt: at([...settings, 'existing']),
      nameAt: at([...settings, 's3']),
    },
  ];
}

function agreement(mentions: readonly Mention[], what: string): Finding[] {
  const first = new Map<string, Mention>();
  return mentions.flatMap((each) => {
    const { account, region } = each.environment;
    const key = `${account} ${region} ${each.name}`;
    const other = first.get(key);
    if (!other) first.set(key, each);
    if (!other || printPath(other.nameAt) === printPath(each.nameAt)) return [];
    return disagreement(each, other, what);
  });
}

function disagreement(each: Mention, other: Mention, what: string): Finding[] {
  const there = printPath(other.nameAt);
  const says = (existing: boolean) => (existing ? 'existing' : 'made by the factory');
  if (each.existing !== other.existing)
    return [
      {
        path: each.existingAt,
        rule: `${what} ${each.name} is ${says(each.existing)} here, but ${says(other.existing)} at ${there}`,
      },
    ];
  if (each.existing || !each.expiry || !other.expiry || each.expiry.days === other.expiry.days) return [];
  const rule = `${what} ${each.name} keeps untagged images ${each.expiry.days}d here, but ${other.expiry.days}d at ${there}`;
  return [{ path: each.expiry.at, rule }];
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

function repeatedImages(placed: Placed): Finding[] {
  const { images } = placed.pipeline.source;
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
function protectingTags(all: readonly Placed[]): Finding[] {
  const kept = new Set(
    all.flatMap(({ pipeline: { prefix, name: pipeline, environment } }) => {
      const identity = { prefix, pipeline, environment: environment.name };
      return [servingTag(identity), previousTag(identity)];
    }),
  );
  const rule = (tag: string) => `must not be ${tag}: the factory keeps that tag for the image that serves`;
  return all.flatMap((placed) =>
    placed.pipeline.source.images.flatMap(({ tag }, index) =>
      kept.has(tag) ? [{ path: placed.image(index, 'tag'), rule: rule(tag) }] : [],
    ),
  );
}

/** S3 takes longer keys, but no action's configuration does: https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
function lengths(placed: Placed): Finding[] {
  const { prefix, name: pipeline, environment, source } = placed.pipeline;
  const made = `for ${pipelineName({ prefix, pipeline, environment: environment.name })}`;
  const settings = (key: string) => placed.at(['source', 'settings', key]);
  return [
    ...source.images.flatMap(({ repository, tag }, index) => [
      ...bounded(repository, 2, 256, `repository name ${made}`, placed.image(index, 'ecr')),
      ...bounded(tag, 1, 128, `tag ${made}`, placed.image(index, 'tag')),
    ]),
    ...bounded(source.settings.bucket, 3, 63, `bucket name ${made}`, settings('s3')),
    ...bounded(source.settings.key, 1, 1000, `object key ${made}`, settings('key')),
    ...bucketEnds(source.settings.bucket, settings('s3')),
  ];
}

function bounded(name: string, least: number, most: number, what: string, path: Path): Finding[] {
  if (name.length >= least && name.length <= most) return [];
  const rule = `makes the ${what} ${name}, which has ${name.length} characters; AWS takes ${least} to ${most}`;
  return [{ path, rule }];
}

function bucketEnds(bucket: string, path: Path): Finding[] {
  return /^[a-z0-9].*[a-z0-9]$/.test(bucket)
    ? []
    : [{ path, rule: 'must start and end with a letter or digit' }];
}
