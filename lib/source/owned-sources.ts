import { type Group, groupBy } from '../config/group-by';
import type { Connection } from '../config/model';
import { type CiAccess, ciAccess } from './ci-access';
import { mutableTags } from './config/mutable-tags';
import type { PipelineWithSources, RepositoryUse } from './config/sources';

/** The sources of all pipelines of one account and region, each once. */
export interface RegionSources {
  readonly account: string;
  readonly region: string;
  /** Whether an environment there is hardened. */
  readonly hardened: boolean;
  /** Whether an environment there has `retain`. */
  readonly retain: boolean;
  /** The longest that an environment there keeps its logs. */
  readonly logRetentionDays: number;
  /** Repositories the factory makes. */
  readonly repositories: readonly OwnedRepository[];
  /** Settings buckets the factory makes. */
  readonly buckets: readonly string[];
  /** Objects whose uploads CloudTrail has to record. */
  readonly recorded: readonly { readonly bucket: string; readonly key: string }[];
  /** Connections the factory makes. */
  readonly connections: readonly Connection[];
  /** Who outside AWS may upload there. */
  readonly ci: CiAccess;
}

/** A repository of images that the factory makes. */
export interface OwnedRepository {
  readonly name: string;
  /** Days that its untagged images stay, at least as long as a deployment lasts. */
  readonly untaggedExpiryDays: number;
  /** How many of its tagged images stay. @default - all of them */
  readonly keep?: number;
  /** Patterns of the only tags that may be put on another image. @default - every tag may */
  readonly mutableTags?: readonly string[];
}

/** The sources of each account and region that pipelines deploy to, in the config's order. */
export function sourcesByRegion(pipelines: readonly PipelineWithSources[]): RegionSources[] {
  return groupBy(
    pipelines,
    ({ pipeline: { environment } }) => `${environment.account}/${environment.region}`,
  ).map((here) => ({
    ...regionSources(here),
    ci: ciAccess(pipelines, here[0].pipeline.environment),
  }));
}

function regionSources(pipelines: Group<PipelineWithSources>): Omit<RegionSources, 'ci'> {
  const environments = pipelines.map(({ pipeline }) => pipeline.environment);
  const { account, region } = pipelines[0].pipeline.environment;
  const hardened = environments.some((environment) => environment.hardened);
  const objects = pipelines.flatMap(({ sources }) => sources.objects ?? []);
  return {
    account,
    region,
    hardened,
    retain: environments.some(({ retain }) => retain),
    logRetentionDays: Math.max(...environments.map(({ logRetentionDays }) => logRetentionDays)),
    repositories: repositories(pipelines.flatMap(usesOf), hardened),
    buckets: [...new Set(objects.filter(({ existing }) => !existing).map(({ bucket }) => bucket))],
    recorded: distinct(
      objects.filter(({ trigger }) => trigger === 'cloudtrail').map(({ bucket, key }) => ({ bucket, key })),
    ),
    connections: distinct(pipelines.flatMap(connection)),
  };
}

/** A use of a repository, and whether a person is asked before what is used serves. */
interface ReleasedUse extends RepositoryUse {
  readonly approval: boolean;
}

const usesOf = ({ pipeline: { approval }, sources }: PipelineWithSources): ReleasedUse[] =>
  (sources.repositories ?? []).map((use) => ({ ...use, approval }));

/** That pipelines agree about a repository they share is checked when the config is read. */
function repositories(uses: readonly ReleasedUse[], hardened: boolean): OwnedRepository[] {
  const owned = uses.filter(({ existing }) => !existing);
  return groupBy(owned, ({ repository }) => repository).map((same) => ({
    name: same[0].repository,
    untaggedExpiryDays: Math.max(
      ...same.map((use) => Math.max(use.untaggedExpiryDays, daysToProtection(use))),
    ),
    keep: most(same.map(({ keep }) => keep)),
    ...(hardened && { mutableTags: mutableTags(same) }),
  }));
}

/** The most that any of them keeps, or all where one of them does. */
function most(numbers: readonly (number | undefined)[]): number | undefined {
  const given = numbers.filter((number) => number !== undefined);
  return given.length === numbers.length ? Math.max(...given) : undefined;
}

/**
 * Days that outlast a deployment, and an approval before it. Only the deployment's end protects the image by a tag; until
 * then nothing but these days keeps an image that waits or serves already, once a newer push has taken its tag. An
 * execution that waits behind the approval of another one has no more than these days.
 */
function daysToProtection({ deploymentMinutes, approval }: ReleasedUse): number {
  return Math.floor(deploymentMinutes / MINUTES_A_DAY) + 1 + (approval ? APPROVAL_DAYS : 0);
}

/** How long an approval waits. https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html */
const APPROVAL_DAYS = 7;

/** The connection that the factory makes for a pipeline, if it needs one. */
function connection({ sources }: PipelineWithSources): Connection[] {
  const host = sources.git?.source.host;
  return host?.type === 'connection' && !host.connection.arn ? [host.connection] : [];
}

const MINUTES_A_DAY = 1440;

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
