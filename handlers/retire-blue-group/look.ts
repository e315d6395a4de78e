import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ActionParameters } from '../contract/action-parameters';
import type { FleetSettings } from '../contract/fleet-settings';
import type { RetireBlueGroupParameters } from '../contract/retire-blue-group';
import type { FleetClients } from '../fleet/clients';
import type { ConfirmedJob, JobState } from '../job/pipeline-job';

export type RetireJob = ConfirmedJob<Omit<RetireBlueGroupParameters, keyof ActionParameters>>;

/** One invocation: its job, what it calls, and what it goes by. */
export interface Look {
  readonly job: RetireJob;
  readonly clients: FleetClients & { readonly ec2: EC2Client };
  /** Name of the pipeline, by which its groups are tagged. */
  readonly pipeline: string;
  readonly settings: FleetSettings;
  readonly now: Date;
}

/** What a token carries: the two groups, and whether it holds or drains. */
export interface Retirement {
  readonly phase: 'hold' | 'drain';
  /** Name of the group that serves. */
  readonly serving: string;
  /** ARN of the target group that it is on. */
  readonly targetGroup: string;
  /** Name of the group that served before. */
  readonly blue: string;
  /** ISO 8601: when the hold ends; or when the draining is given up. */
  readonly until: string;
}

export function retirementIn(state: JobState | undefined): Retirement | undefined {
  if (state?.phase !== 'hold' && state?.phase !== 'drain') return undefined;
  const { phase, serving, targetGroup, blue, until } = state;
  return {
    phase,
    serving: `${serving}`,
    targetGroup: `${targetGroup}`,
    blue: `${blue}`,
    until: `${until}`,
  };
}

export const secondsAfter = (time: Date, seconds: number): string =>
  new Date(time.getTime() + seconds * 1000).toISOString();
