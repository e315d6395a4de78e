import type { Build, Project, Report, TestCase } from '@aws-sdk/client-codebuild';

/** A project that is complete: what CreateProject requires, and what CodeBuild adds. */
export type StoredProject = Project &
  Required<Pick<Project, 'name' | 'arn' | 'source' | 'artifacts' | 'environment' | 'serviceRole'>> &
  Required<Pick<Project, 'timeoutInMinutes' | 'queuedTimeoutInMinutes' | 'cache' | 'encryptionKey'>>;

/** What every build has from the moment it is submitted. */
export type StoredBuild = Build &
  Required<Pick<Build, 'id' | 'arn' | 'projectName' | 'startTime' | 'initiator' | 'logs'>> &
  Required<Pick<Build, 'phases' | 'buildNumber' | 'buildStatus' | 'buildComplete'>>;

/** A build as BatchGetBuilds returns it, with what it needs while it runs. */
export interface BuildRecord {
  readonly build: StoredBuild;
  /** The project as it was when the build started, with the overrides of StartBuild put in. */
  readonly project: StoredProject;
  /** Aborted with a `BuildInterruption` as reason. */
  readonly interrupted: AbortController;
}

/** The part of a build's id that is its own; the name of its log stream. */
export const uuidOf = ({ id }: Pick<StoredBuild, 'id'>): string => id.split(':').at(-1) ?? id;

/** A report with what was tested. */
export interface StoredReport {
  readonly report: Report;
  readonly testCases: TestCase[];
}
