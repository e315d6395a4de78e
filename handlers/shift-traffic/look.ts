import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ActionParameters } from '../contract/action-parameters';
import type { FleetSettings } from '../contract/fleet-settings';
import type { ShiftTrafficParameters } from '../contract/shift-traffic';
import type { FleetClients } from '../fleet/clients';
import type { ConfirmedJob, JobState } from '../job/pipeline-job';

export type ShiftJob = ConfirmedJob<
  Omit<ShiftTrafficParameters, keyof ActionParameters | 'part'> & {
    readonly part: 'both' | NonNullable<ShiftTrafficParameters['part']>;
  }
>;

/** One invocation: its job, what it calls, and what it goes by. */
export interface Look {
  readonly job: ShiftJob;
  readonly clients: FleetClients & {
    readonly codePipeline: CodePipelineClient;
    readonly cloudWatch: CloudWatchClient;
  };
  /** Name of the pipeline, by which its groups are tagged. */
  readonly pipeline: string;
  readonly settings: FleetSettings;
  readonly now: Date;
}

/** What a token carries from step to step. */
export interface Shift {
  /** ARN of the target group that the traffic moves to. */
  readonly targetGroup: string;
  /** Name of the group that served before. @default - none did */
  readonly blue?: string;
  /** Healthy targets that whatever serves must have: as many as served when the action began. */
  readonly need: number;
  /** Percent of the traffic that has moved. */
  readonly moved: number;
  /** ISO 8601: when this step's bake is over. */
  readonly until: string;
  /**
   * Alarms that were in ALARM when the action began and have not been OK since, by their places in the settings and with
   * commas: this release did not raise them, and may be the one that ends them.
   */
  readonly raisedBefore: string;
}

export function shiftIn(state: JobState | undefined): Shift | undefined {
  if (state?.phase !== 'shift') return undefined;
  const { targetGroup, blue, need, moved, until, raisedBefore = '' } = state;
  return {
    targetGroup: `${targetGroup}`,
    blue: blue === undefined ? undefined : `${blue}`,
    need: Number(need),
    moved: Number(moved),
    until: `${until}`,
    raisedBefore: `${raisedBefore}`,
  };
}

export const stateOf = ({ blue, ...shift }: Shift): JobState => ({
  phase: 'shift',
  ...shift,
  ...(blue !== undefined && { blue }),
});
