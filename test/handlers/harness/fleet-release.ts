import type { FleetHarness, PlayedJob, PlayOptions } from './fleet-harness';

/** The results of the actions of one release, as far as it came. */
export interface PlayedRelease {
  readonly version: PlayedJob;
  readonly green?: PlayedJob;
  readonly traffic?: PlayedJob;
  readonly retired?: PlayedJob;
}

export interface ReleaseOptions extends PlayOptions {
  /** The id that the actions are given. @default - that of the execution */
  readonly givenId?: string;
  readonly rollsBackTo?: string;
  /** The last action to run. @default retired */
  readonly until?: 'green' | 'traffic' | 'retired';
}

const succeeded = ({ result }: PlayedJob): boolean => result?.kind === 'success';

/** Why an action failed. */
export const failureOf = ({ result }: PlayedJob): string | undefined =>
  result?.kind === 'failure' ? result.failureDetails?.message : undefined;

/** Releases an image with one execution: all of its actions, until one fails. */
export async function release(
  harness: FleetHarness,
  id: string,
  imageId: string,
  { givenId: executionId = id, rollsBackTo, until = 'retired', ...options }: ReleaseOptions = {},
): Promise<PlayedRelease> {
  const { fleet, pipeline } = harness;
  const execution = { id, status: 'InProgress' as const, stage: 'Deploy' as const, rollsBackTo };
  pipeline.executions.push(execution);
  const end = (status: 'Succeeded' | 'Failed') => void Object.assign(execution, { status });
  const amiVersion = await fleet.put('ami-id', imageId);
  const version = await harness.play(
    harness.job('createLaunchTemplateVersion', { executionId, amiVersion }),
    options,
  );
  if (!succeeded(version)) return (end('Failed'), { version });
  const { ParameterVersion = '', ImageId = '' } = version.variables;
  const green = await harness.play(
    harness.job('createGreenGroup', {
      executionId,
      launchTemplateVersion: ParameterVersion,
      imageId: ImageId,
    }),
    options,
  );
  if (!succeeded(green)) return (end('Failed'), { version, green });
  if (until === 'green') return { version, green };
  const { Group = '', Traffic = '' } = green.variables;
  const traffic = await harness.play(
    harness.job('shiftTraffic', { executionId, group: Group, traffic: Traffic }),
    options,
  );
  if (!succeeded(traffic)) return (end('Failed'), { version, green, traffic });
  if (rollsBackTo !== undefined) end('Succeeded');
  if (rollsBackTo !== undefined || until === 'traffic') return { version, green, traffic };
  Object.assign(execution, { stage: 'Retire' });
  const retired = await harness.play(retireJob(harness, executionId, traffic), options);
  end(succeeded(retired) ? 'Succeeded' : 'Failed');
  return { version, green, traffic, retired };
}

/** The first job of the stage that follows the traffic. */
const retireJob = (harness: FleetHarness, executionId: string, traffic: PlayedJob) =>
  harness.job('retireBlueGroup', {
    executionId,
    newVersion: traffic.variables.NewVersion ?? '',
    oldVersion: traffic.variables.OldVersion ?? '',
  });
