import type { ReportGroup } from '@aws-sdk/client-codebuild';
import { formatArn } from '../../kit/arn';
import { type Clock, scaledClock } from '../../kit/clock';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';
import type { BuildRecord, StoredProject, StoredReport } from './model';
import { bundleProgram } from './run/bundle-program';
import { type BuildQueue, createBuildQueue } from './run/queue';

/** What CodeBuild keeps for one account in one region. */
export interface CodeBuildState {
  readonly scope: Scope;
  readonly projects: Map<string, StoredProject>;
  /** Number of the last build by project name; a project that is created again counts from 1. */
  readonly buildNumbers: Map<string, number>;
  /** By id, oldest first. */
  readonly builds: Map<string, BuildRecord>;
  /** Build ids by project and idempotency token. */
  readonly requests: Map<string, string>;
  /** By ARN. */
  readonly reportGroups: Map<string, ReportGroup>;
  /** By ARN, oldest first. */
  readonly reports: Map<string, StoredReport>;
  readonly queue: BuildQueue;
}

/** What the operations of CodeBuild share. */
export interface CodeBuildStore {
  readonly context: ServiceContext;
  /**
   * What the time-outs of builds are measured with: the machine's time, because commands run in it whatever pace the
   * endpoint's clock has.
   */
  readonly stopwatch: Clock;
  /** Path of a stand-in's program, bundled when first asked for. */
  program(name: 'docker' | 'packer'): Promise<string>;
  readonly state: Store<CodeBuildState>;
}

/** @param stopwatch what time-outs are measured with @default - the machine's time */
export function createCodeBuildStore(
  context: ServiceContext,
  stopwatch: Clock = scaledClock(1),
): CodeBuildStore {
  const programs = new Map<string, Promise<string>>();
  return {
    context,
    stopwatch,
    program: (name) => {
      const bundled = programs.get(name) ?? bundleProgram(name, context.folder);
      programs.set(name, bundled);
      return bundled;
    },
    state: new Store(emptyState),
  };
}

const emptyState = (scope: Scope): CodeBuildState => ({
  scope,
  projects: new Map(),
  buildNumbers: new Map(),
  builds: new Map(),
  requests: new Map(),
  reportGroups: new Map(),
  reports: new Map(),
  queue: createBuildQueue(),
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
export const projectArn = (scope: Scope, project: string): string =>
  formatArn('codebuild', scope, `project/${project}`);

/** @param id `project:uuid` */
export const buildArn = (scope: Scope, id: string): string => formatArn('codebuild', scope, `build/${id}`);

/** @param group the report group's name */
export const reportGroupArn = (scope: Scope, group: string): string =>
  formatArn('codebuild', scope, `report-group/${group}`);
