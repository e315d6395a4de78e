import { type Group, grouped } from '../config/group-by';
import type { BuiltImage, Connection, ImageSource, Pipeline } from '../config/model';
import { minutesToShift } from '../kinds/ecs-blue-green/config/traffic';
import { type CiAccess, ciAccess } from './ci-access';

/** The sources of all pipelines of one account and region, each once. */
export interface RegionSources {
  readonly account: string;
  readonly region: string;
  /** Whether an environment there wants its data kept. */
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
}

/** The sources of each account and region that pipelines deploy to, in the spec's order. */
export function sourcesByRegion(pipelines: readonly Pipeline[]): RegionSources[] {
  return grouped(pipelines, ({ environment: { account, region } }) => `${account}/${region}`).map((here) => ({
    ...regionSources(here),
    ci: ciAccess(pipelines, here[0].environment),
  }));
}

function regionSources(pipelines: Group<Pipeline>): Omit<RegionSources, 'ci'> {
  const environments = pipelines.map(({ environment }) => environment);
  const { account, region } = pipelines[0].environment;
  const settings = pipelines.flatMap(({ source }) => (source.from === 'uploads' ? source.settings : []));
  return {
    account,
    region,
    retain: environments.some(({ retain }) => retain),
    logRetentionDays: Math.max(...environments.map(({ logRetentionDays }) => logRetentionDays)),
    repositories: repositories(pipelines),
    buckets: [...new Set(settings.filter(({ existing }) => !existing).map(({ bucket }) => bucket))],
    recorded: distinct(
      settings.filter(({ trigger }) => trigger === 'cloudtrail').map(({ bucket, key }) => ({ bucket, key })),
    ),
    connections: distinct(pipelines.flatMap(connection)),
  };
}

/** The spec sees to it that pipelines agree about a repository they share. */
function repositories(pipelines: readonly Pipeline[]): OwnedRepository[] {
  const owned = pipelines.flatMap((pipeline) =>
    imagesOf(pipeline)
      .filter(({ existing }) => !existing)
      .map(({ repository, untaggedExpiryDays, keep }) => ({
        name: repository,
        days: Math.max(untaggedExpiryDays, daysToProtection(pipeline)),
        keep,
      })),
  );
  return grouped(owned, ({ name }) => name).map((images) => ({
    name: images[0].name,
    untaggedExpiryDays: Math.max(...images.map(({ days }) => days)),
    keep: most(images.map(({ keep }) => keep)),
  }));
}

/** What a pipeline takes from ECR or pushes to it. */
function imagesOf({ source }: Pipeline): readonly ((ImageSource & { keep?: undefined }) | BuiltImage)[] {
  return source.from === 'git' ? source.build.images : source.images;
}

/** The most that anybody wants to keep, or all where one of them says nothing. */
function most(numbers: readonly (number | undefined)[]): number | undefined {
  const said = numbers.filter((number) => number !== undefined);
  return said.length === numbers.length ? Math.max(...said) : undefined;
}

/**
 * Days that outlast a deployment. Only its end protects the image by a tag; until then nothing but these days keeps an
 * image that serves already, once a newer push has taken its tag.
 */
function daysToProtection(pipeline: Pipeline): number {
  return Math.floor(minutesToDeploy(pipeline) / MINUTES_A_DAY) + 1;
}

function minutesToDeploy({ kind, deploy }: Pipeline): number {
  return kind === 'ecs-blue-green'
    ? minutesToShift(deploy.traffic) + deploy.blueTerminationWaitMinutes
    : deploy.timeoutMinutes;
}

/** The connection that the factory makes for a pipeline, if it needs one. */
function connection({ source }: Pipeline): Connection[] {
  if (source.from !== 'git' || source.git.host.type !== 'connection') return [];
  const { connection } = source.git.host;
  return connection.arn ? [] : [connection];
}

const MINUTES_A_DAY = 1440;

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
