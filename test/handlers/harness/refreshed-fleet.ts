import { type AutoScalingGroup, DescribeInstanceRefreshesCommand } from '@aws-sdk/client-auto-scaling';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { RefreshedFleetSettings, RefreshSettings } from '../../../handlers/contract/fleet-settings';
import { settingsParameterName } from '../../../handlers/contract/names';
import { changesOf } from './faults';
import type { FleetHarness, FleetJob } from './fleet-harness';

/** What a test does with a pipeline whose releases refresh the instances of one group. */
export function refreshedFleet(harness: FleetHarness) {
  /** Deploys settings of the strategy, whose hash is that of the fixture. */
  async function configure(change: Partial<RefreshSettings> = {}): Promise<void> {
    const { hash, launchTemplate, keep, group, traffic } = harness.fleet.settings;
    const settings: RefreshedFleetSettings = {
      ...{ hash, launchTemplate, keep, group },
      refresh: {
        ...{
          targetGroups: [traffic.targetGroups[0]],
          minHealthy: 100,
          maxHealthy: 150,
          bake: 60,
          alarms: [],
        },
        ...{ skipMatching: true, healthTimeout: 900, ...change },
      },
    };
    const Name = settingsParameterName(harness.fleet.identity);
    const request = { Name, Value: JSON.stringify(settings), Type: 'String', Overwrite: true } as const;
    await harness.fleet.clients.ssm.send(new PutParameterCommand(request));
  }

  /** A template version of an image, and the job of a release of it. */
  async function releaseOf(execution: string, imageId: string): Promise<{ version: string; job: FleetJob }> {
    const { fleet, pipeline } = harness;
    if (!pipeline.executions.some(({ id }) => id === execution))
      pipeline.executions.push({ id: execution, status: 'InProgress', stage: 'Deploy' });
    const version = await fleet.version(imageId);
    return { version, job: await jobOf(execution, imageId, version) };
  }

  const jobOf = async (execution: string, imageId: string, version: string): Promise<FleetJob> =>
    harness.job('refreshInstances', {
      ...{ executionId: execution, imageId },
      launchTemplateVersion: await harness.fleet.put('launch-template', version),
    });

  /** The group as it is after a release, made without one. */
  async function serving(): Promise<{ group: string; imageId: string; version: string }> {
    await configure();
    const { fleet } = harness;
    const imageId = await fleet.image();
    const version = await fleet.version(imageId);
    const group = await fleet.group({ execution: 'e0000000', imageId, version, on: 0 });
    await fleet.put('asg/new', group);
    await harness.pass(120);
    return { group, imageId, version };
  }

  async function end(execution: string, state: 'Failed' | 'Stopped' | 'Succeeded'): Promise<void> {
    const found = harness.pipeline.executions.find(({ id }) => id === execution);
    if (found) found.status = state;
    await harness.cleanUp(execution, state.toUpperCase());
  }

  async function theGroup(): Promise<AutoScalingGroup> {
    const { groups } = await harness.fleet.look();
    const [group] = groups;
    if (!group || groups.length > 1) throw new Error(`there must be one group, got: ${groups.length}`);
    return group;
  }

  async function refreshesOf(AutoScalingGroupName: string) {
    const { InstanceRefreshes = [] } = await harness.fleet.clients.autoScaling.send(
      new DescribeInstanceRefreshesCommand({ AutoScalingGroupName }),
    );
    return InstanceRefreshes;
  }

  /** The calls that change something, without the results of jobs. */
  const changes = () => changesOf(harness.proxy.operations);

  return { configure, releaseOf, jobOf, serving, end, theGroup, refreshesOf, changes };
}

/** The template versions that a group's instances have, each once. */
export const versionsOf = ({ Instances = [] }: AutoScalingGroup): (string | undefined)[] => [
  ...new Set(Instances.map(({ LaunchTemplate }) => LaunchTemplate?.Version)),
];

/** The release record. */
export const recordOf = (parameters: Readonly<Record<string, string>>) =>
  JSON.parse(parameters.release ?? '{}') as Readonly<Record<string, unknown>>;
