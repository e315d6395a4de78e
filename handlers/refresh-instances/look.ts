import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ActionParameters } from '../contract/action-parameters';
import type { RefreshedFleetSettings } from '../contract/fleet-settings';
import type { RefreshInstancesParameters } from '../contract/refresh-instances';
import type { FleetClients } from '../fleet/clients';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import type { ConfirmedJob, JobState } from '../job/pipeline-job';

export type RefreshJob = ConfirmedJob<Omit<RefreshInstancesParameters, keyof ActionParameters>>;

/** One invocation: its job, what it calls, and what it goes by. */
export interface Look {
  readonly job: RefreshJob;
  readonly clients: FleetClients & { readonly codePipeline: CodePipelineClient; readonly ec2: EC2Client };
  /** Name of the pipeline, by which its groups are tagged. */
  readonly pipeline: string;
  readonly settings: RefreshedFleetSettings;
  readonly now: Date;
}

/** What a token carries. */
export interface Wait {
  /** For a refresh that is to be started; for a group that a first release has made; for the end of a refresh. */
  readonly phase: 'start' | 'create' | 'refresh';
  /** ISO 8601: when it is given up. */
  readonly until: string;
  /** Number of the launch template version. */
  readonly version: string;
  /** Name of the group. */
  readonly group: string;
  /** Id of the refresh. @default - none is started yet */
  readonly refresh?: string;
  /** Why the refresh was rolled back, where this action did that. @default - it did not */
  readonly because?: string;
}

export function waitIn(state: JobState | undefined): Wait | undefined {
  const { phase, until, version, group, refresh, because } = state ?? {};
  if (phase !== 'start' && phase !== 'create' && phase !== 'refresh') return undefined;
  return {
    ...{ phase, until: `${until}`, version: `${version}`, group: `${group}` },
    ...(refresh !== undefined && { refresh: `${refresh}` }),
    ...(because !== undefined && { because: `${because}` }),
  };
}

/** Has the function invoked again. */
export const goOn = (wait: Wait, waitingFor: string): JobOutcome => waitFor(waitingFor, { ...wait });

export const isPast = ({ until }: Wait, { now }: Look): boolean => now.getTime() >= Date.parse(until);

/** When a refresh that begins now is given up: the time for the instances, and what it waits by itself. */
export function deadlineOf({ settings, now }: Look): string {
  const { healthTimeout, bake, checkpoints = [], checkpointDelay = 3600 } = settings.refresh;
  const pauses = checkpoints.filter((percent) => percent < 100).length;
  return new Date(now.getTime() + (healthTimeout + bake + pauses * checkpointDelay) * 1000).toISOString();
}
