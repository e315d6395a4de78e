import type { CodeDeployClient } from '@aws-sdk/client-codedeploy';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { ActionParameters } from '../contract/action-parameters';
import type { LambdaSettings } from '../contract/lambda-settings';
import type { ReleasedVersionsParameters } from '../contract/released-versions';
import { type JobOutcome, waitFor } from '../job/job-outcome';
import type { ConfirmedJob, JobState } from '../job/pipeline-job';

export type ShiftJob = ConfirmedJob<Omit<ReleasedVersionsParameters, keyof ActionParameters>>;

/** One invocation: its job, what it calls with the pipeline's role, and what it goes by. */
export interface Look {
  readonly job: ShiftJob;
  readonly clients: { readonly codeDeploy: CodeDeployClient; readonly lambda: LambdaClient };
  readonly settings: LambdaSettings;
  readonly now: Date;
}

/** What a token carries. */
export interface Wait {
  /** ISO 8601: when deployments that have not ended are given up. */
  readonly until: string;
  /** Ids of deployments, by the functions' names in the config. */
  readonly deployments: Readonly<Record<string, string>>;
  /** Why all of them are to go back. @default - none of what this action does has failed */
  readonly problem?: string;
}

const PREFIX = 'deployment.';

/** @returns nothing where no deployment has begun that a token knows */
export function waitIn(state: JobState | undefined): Wait | undefined {
  const { until, problem, ...others } = state ?? {};
  if (until === undefined) return undefined;
  const deployments = Object.entries(others).map(([key, id]) => [key.slice(PREFIX.length), `${id}`]);
  return {
    until: `${until}`,
    deployments: Object.fromEntries(deployments) as Wait['deployments'],
    ...(problem !== undefined && { problem: `${problem}` }),
  };
}

/** Has the function invoked again. */
export const goOn = ({ deployments, ...wait }: Wait, waitingFor: string): JobOutcome =>
  waitFor(waitingFor, {
    ...wait,
    ...Object.fromEntries(Object.entries(deployments).map(([name, id]) => [`${PREFIX}${name}`, id])),
  });

export const isPast = ({ until }: Wait, { now }: Look): boolean => now.getTime() >= Date.parse(until);
