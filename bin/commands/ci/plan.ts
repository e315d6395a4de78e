import { ciRoleName } from '../../../handlers/contract/names';
import { type Group, groupBy } from '../../../lib/config/group-by';
import type { BasePipeline } from '../../../lib/config/model';
import type { Ci } from '../../../lib/source/config/uploads-model';
import type { UploadsPipeline } from '../../../lib/source/config/uploads-pipeline';
import { imageNames } from './image-names';
import { partitionOf } from './partition';

/** A pipeline to whose source a CI outside AWS uploads. */
export type WithCi<P> = P & { readonly source: { readonly ci: Ci } };

/** A pipeline whose images and settings a CI uploads. */
export type UploadingPipeline = WithCi<UploadsPipeline>;

/** What a team's CI has to do for one entry of the config, in all its environments. */
export interface CiPlan {
  /** The entry's key under `pipelines:`. */
  readonly name: string;
  /** The only branches whose jobs may upload, mostly one. */
  readonly branches: readonly string[];
  readonly settings: readonly SettingsUpload[];
  readonly images: readonly ImageBuild[];
}

/** A zip of appspec.yaml and a task definition on its way to S3. */
export interface SettingsUpload {
  /** Names of the environments it is for; more than one only where they share the object. */
  readonly environments: readonly string[];
  readonly branch: string;
  readonly access: UploadAccess;
  /** Path in the repository. */
  readonly taskDefinition: string;
  /** `s3://bucket/key` */
  readonly object: string;
}

/** An image that is built once and pushed to wherever it is released from. */
export interface ImageBuild {
  /** Unique among the images, for names of jobs. */
  readonly name: string;
  readonly environments: readonly string[];
  readonly branch: string;
  /** The folder in the repository it is built from. */
  readonly folder: string;
  readonly pushes: readonly ImagePush[];
}

/** A repository that an image is pushed to. */
export interface ImagePush {
  readonly access: UploadAccess;
  /** Host name of the registry. */
  readonly registry: string;
  /** `registry/repository:tag` */
  readonly reference: string;
}

/** The role and region of an upload. */
export interface UploadAccess {
  readonly role: string;
  readonly region: string;
}

/**
 * What the CI of an entry has to do.
 * @param pipelines the entry's, one for each environment
 */
export function ciPlan(pipelines: readonly [UploadingPipeline, ...UploadingPipeline[]]): CiPlan {
  const byBranch = groupBy(pipelines, ({ source }) => source.ci.branch);
  return {
    name: pipelines[0].name,
    branches: byBranch.map(([{ source }]) => source.ci.branch),
    settings: byBranch.flatMap((group) => groupBy(group, objectOf).map(settingsUpload)),
    images: byBranch.flatMap((group) => imageBuilds(group, byBranch.length > 1)),
  };
}

function settingsUpload(pipelines: Group<UploadingPipeline>): SettingsUpload {
  const [first, ...others] = pipelines;
  return {
    environments: pipelines.map(({ environment }) => environment.name),
    branch: first.source.ci.branch,
    access: accessOf(first),
    taskDefinition: others.length > 0 ? 'taskdef.json' : `${first.environment.name}/taskdef.json`,
    object: objectOf(first),
  };
}

/** The n-th image is the same program everywhere, whatever its repository is called there. */
function imageBuilds(pipelines: Group<UploadingPipeline>, unique: boolean): ImageBuild[] {
  const environments = pipelines.map(({ environment }) => environment.name);
  const suffix = unique ? `-${environments.join('-')}` : '';
  const count = Math.max(...pipelines.map(({ source }) => source.images.length));
  const [{ source, environment }] = pipelines;
  const repositories = source.images.map(({ repository }) => repository);
  return imageNames(repositories, environment.name, count).map((name, index) => ({
    name: `${name}${suffix}`,
    environments,
    branch: source.ci.branch,
    folder: count > 1 ? name : '.',
    pushes: pushesOf(pipelines, index),
  }));
}

/** Environments that share a registry and a tag need one push: the first one's role does it. */
function pushesOf(pipelines: Group<UploadingPipeline>, index: number): ImagePush[] {
  const done = new Set<string>();
  return pipelines.flatMap((pipeline) => {
    const image = pipeline.source.images[index];
    const registry = registryOf(pipeline);
    const reference = image && `${registry}/${image.repository}:${image.tag}`;
    if (!reference || done.has(reference)) return [];
    done.add(reference);
    return [{ access: accessOf(pipeline), registry, reference }];
  });
}

const objectOf = ({ source: { settings } }: UploadingPipeline): string => s3Address(settings);

/** `s3://bucket/key`, as the AWS CLI takes it. */
export const s3Address = ({ bucket, key }: { readonly bucket: string; readonly key: string }): string =>
  `s3://${bucket}/${key}`;

/** The role with which a pipeline's CI uploads, and its region. */
export function accessOf({ prefix, name, environment }: BasePipeline): UploadAccess {
  const { name: partition } = partitionOf(environment.region);
  const role = ciRoleName({ prefix, pipeline: name, environment: environment.name });
  return { role: `arn:${partition}:iam::${environment.account}:role/${role}`, region: environment.region };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const registryOf = ({ environment: { account, region } }: UploadingPipeline): string =>
  `${account}.dkr.ecr.${region}.${partitionOf(region).domain}`;
