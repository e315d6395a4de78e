import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { ActionParameters } from '../contract/action-parameters';
import type { CreateGreenGroupParameters, CreateGreenGroupVariables } from '../contract/create-green-group';
import type { FleetSettings, GreenGroup } from '../contract/fleet-settings';
import type { FleetClients } from '../fleet/clients';
import type { FleetGroup } from '../fleet/fleet-group';
import type { ConfirmedJob } from '../job/pipeline-job';

export type GreenJob = ConfirmedJob<Omit<CreateGreenGroupParameters, keyof ActionParameters>>;

/** One invocation: its job, and what it calls. */
export interface Look {
  readonly job: GreenJob;
  readonly clients: FleetClients & { readonly codePipeline: CodePipelineClient };
  /** Name of the pipeline, by which its groups are tagged. */
  readonly pipeline: string;
  readonly now: Date;
}

/** The group to have healthy, and the one that serves meanwhile. */
export interface GreenPlan {
  readonly settings: FleetSettings;
  readonly green: GreenGroup;
  /** @default - nothing serves yet */
  readonly blue?: FleetGroup;
  /** Number of the launch template version. */
  readonly version: string;
}

/** What a token carries while the group becomes healthy. */
export interface HealthWait {
  readonly group: string;
  readonly targetGroup: string;
  /** @default - nothing serves yet */
  readonly blue?: string;
  readonly traffic: CreateGreenGroupVariables['Traffic'];
  /** ISO 8601: when it is given up. */
  readonly until: string;
  /** Why targets were unhealthy when some last were: their instances may have been replaced since. @default - none was */
  readonly seen?: string;
}

export const secondsAfter = (time: Date, seconds: number): string =>
  new Date(time.getTime() + seconds * 1000).toISOString();

export const isPast = (time: string, { now }: Pick<Look, 'now'>): boolean =>
  now.getTime() >= Date.parse(time);

/** The first job of an action: each continuation has a job of its own. */
export const actionId = ({ id, continuation }: Look['job']): string => `${continuation?.state.job ?? id}`;
