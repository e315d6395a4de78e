import {
  DescribeInstanceRefreshesCommand,
  type InstanceRefresh,
  type RefreshPreferences,
  StartInstanceRefreshCommand,
} from '@aws-sdk/client-auto-scaling';
import { advanceUntil, type TestEndpoint } from '../../../testing';
import { createFleet, type Fleet } from './fleet';
import { startAutoScaling } from './start';

const EVENT = 'EC2 Auto Scaling Instance Refresh ';

/** A group of four instances, new for each test, and what tests do with its refreshes. */
export interface InstanceRefreshes {
  readonly endpoint: TestEndpoint;
  readonly fleet: Fleet;
  /** Name of the group; a test may take another one. */
  group: string;
  /** @returns the id of the refresh */
  readonly start: (version: string, preferences?: RefreshPreferences) => Promise<string>;
  /** The last one. */
  readonly refresh: () => Promise<InstanceRefresh>;
  /** Lets time go on until the last one has a status. */
  readonly ended: (status: string) => Promise<InstanceRefresh>;
  /** What the events of the group's refreshes report, in the order they were sent. */
  readonly reported: () => string[];
  /** The template versions of the group's instances. */
  readonly versions: () => Promise<(string | undefined)[]>;
}

/** Starts Auto Scaling before the tests of a file, and makes the group before each of them. */
export function instanceRefreshes(): InstanceRefreshes {
  let endpoint: TestEndpoint;
  let fleet: Fleet;
  const refreshes: InstanceRefreshes = {
    get endpoint() {
      return endpoint;
    },
    get fleet() {
      return fleet;
    },
    group: '',
    async start(Version, preferences = {}) {
      const { InstanceRefreshId = '' } = await fleet.autoScaling.send(
        new StartInstanceRefreshCommand({
          AutoScalingGroupName: refreshes.group,
          DesiredConfiguration: { LaunchTemplate: { LaunchTemplateId: fleet.template, Version } },
          Preferences: { InstanceWarmup: 30, ...preferences },
        }),
      );
      return InstanceRefreshId;
    },
    async refresh() {
      const { InstanceRefreshes: [last] = [] } = await fleet.autoScaling.send(
        new DescribeInstanceRefreshesCommand({ AutoScalingGroupName: refreshes.group }),
      );
      if (!last) throw new Error('no refresh');
      return last;
    },
    ended: (status) =>
      advanceUntil(endpoint.clock, async () => {
        const last = await refreshes.refresh();
        return last.Status === status && last;
      }),
    reported: () =>
      endpoint.events
        .filter(
          ({ detail }) =>
            (detail as { AutoScalingGroupName?: string }).AutoScalingGroupName === refreshes.group,
        )
        .map((event) => event['detail-type'])
        .filter((type) => type.startsWith(EVENT))
        .map((type) => type.slice(EVENT.length)),
    versions: async () =>
      ((await fleet.group(refreshes.group)).Instances ?? []).map(
        ({ LaunchTemplate }) => LaunchTemplate?.Version,
      ),
  };
  beforeAll(async () => {
    endpoint = await startAutoScaling();
    fleet = await createFleet(endpoint);
  });
  afterAll(() => endpoint.close());
  beforeEach(async () => {
    refreshes.group = await fleet.create({ DesiredCapacity: 4, MaxSize: 8 });
    await fleet.settled(refreshes.group, 4);
  });
  return refreshes;
}
