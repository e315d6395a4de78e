import type { Build } from '@aws-sdk/client-codebuild';
import type { Interruption } from './run/failure';
import type { StoredProject } from './stored-project';

/** A build as BatchGetBuilds tells it, with what it needs while it runs. */
export interface BuildRecord {
  readonly build: StoredBuild;
  /** The project as it was when the build started, with the overrides of StartBuild put in. */
  readonly project: StoredProject;
  /** Aborted with an {@link Interruption} as reason. */
  readonly interrupted: AbortController;
}

/** What every build has from the moment it is submitted. */
export type StoredBuild = Build &
  Required<Pick<Build, 'id' | 'arn' | 'projectName' | 'startTime' | 'initiator' | 'logs'>> &
  Required<Pick<Build, 'phases' | 'buildNumber' | 'buildStatus' | 'buildComplete'>>;

/** The part of a build's id that is its own; the name of its log stream. */
export const uuidOf = ({ id }: Pick<StoredBuild, 'id'>): string => id.split(':').at(-1) ?? id;

/** Ends a build before its time, unless it has ended. */
export function interrupt({ build, interrupted }: BuildRecord, why: Interruption): void {
  if (!build.buildComplete) interrupted.abort(why);
}
