import type { BlueGreenDeploy, Pipeline } from '../spec/model';
import { minutesToShift } from '../spec/traffic';

/** The sources of all pipelines of one account and region, each once. */
export interface RegionSources {
  readonly account: string;
  readonly region: string;
  /** Whether an environment there wants its data kept. */
  readonly retain: boolean;
  /** The longest that an environment there keeps its logs. */
  readonly logRetentionDays: number;
  /** Repositories the factory makes, with the days their untagged images stay, at least as long as a deployment lasts. */
  readonly repositories: readonly { readonly name: string; readonly untaggedExpiryDays: number }[];
  /** Settings buckets the factory makes. */
  readonly buckets: readonly string[];
  /** Objects whose uploads CloudTrail has to record. */
  readonly recorded: readonly { readonly bucket: string; readonly key: string }[];
}

/** The sources of each account and region that pipelines deploy to, in the spec's order. */
export function sourcesByRegion(pipelines: readonly Pipeline[]): RegionSources[] {
  return grouped(pipelines, ({ environment: { account, region } }) => `${account}/${region}`).map(
    regionSources,
  );
}

function regionSources(pipelines: Group<Pipeline>): RegionSources {
  const environments = pipelines.map(({ environment }) => environment);
  const { account, region } = pipelines[0].environment;
  const settings = pipelines.map(({ source }) => source.settings);
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
  };
}

/** The spec sees to it that pipelines agree about a repository they share. */
function repositories(pipelines: readonly Pipeline[]): RegionSources['repositories'] {
  const owned = pipelines.flatMap(({ source, deploy }) =>
    source.images
      .filter(({ existing }) => !existing)
      .map(({ repository, untaggedExpiryDays }) => ({
        name: repository,
        days: Math.max(untaggedExpiryDays, daysToProtection(deploy)),
      })),
  );
  return grouped(owned, ({ name }) => name).map((images) => ({
    name: images[0].name,
    untaggedExpiryDays: Math.max(...images.map(({ days }) => days)),
  }));
}

/**
 * Days that outlast a deployment. Only its end protects the image by a tag; until then nothing but these days keeps an
 * image that serves already, once a newer push has taken its tag.
 */
function daysToProtection({ traffic, blueTerminationWaitMinutes }: BlueGreenDeploy): number {
  return Math.floor((minutesToShift(traffic) + blueTerminationWaitMinutes) / MINUTES_A_DAY) + 1;
}

const MINUTES_A_DAY = 1440;

/** Values that share a key: at least one. */
type Group<T> = readonly [T, ...T[]];

function grouped<T>(values: readonly T[], key: (value: T) => string): Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return [...groups.values()];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
