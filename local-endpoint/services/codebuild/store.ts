import type { Report, ReportGroup, TestCase } from '@aws-sdk/client-codebuild';
import type { Clock } from '../../kit/clock';
import type { CallContext } from '../../kit/operation';
import type { ServiceContext } from '../../kit/context';
import type { BuildRecord } from './build-record';
import type { Turns } from './run/turns';
import type { StoredProject } from './stored-project';

/** A report with what was tested. */
export interface StoredReport {
  readonly report: Report;
  readonly testCases: TestCase[];
}

/** All that CodeBuild keeps for one account in one region. */
export interface Region {
  readonly account: string;
  readonly name: string;
  readonly projects: Map<string, StoredProject>;
  /** Number of the last build by project name; a project made anew goes on counting from 1. */
  readonly buildNumbers: Map<string, number>;
  /** By id, oldest first. */
  readonly builds: Map<string, BuildRecord>;
  /** Build ids by project and idempotency token. */
  readonly requests: Map<string, string>;
  /** By ARN. */
  readonly reportGroups: Map<string, ReportGroup>;
  /** By ARN, oldest first. */
  readonly reports: Map<string, StoredReport>;
  /** Who builds now and who waits. */
  readonly turns: Turns;
}

/** What the operations of this service share. */
export interface CodeBuildStore {
  readonly context: ServiceContext;
  /**
   * What the time-outs of builds are measured with: the machine's time, because commands run in it whatever pace the
   * endpoint's clock has.
   */
  readonly stopwatch: Clock;
  /** Path of the docker stand-in's program, bundled when first asked for. */
  dockerProgram(): Promise<string>;
  /** What belongs to the caller's account and region. */
  of(context: Pick<CallContext, 'caller' | 'region'>): Region;
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodebuild.html */
export const projectArn = ({ account, name }: Region, project: string): string =>
  `arn:aws:codebuild:${name}:${account}:project/${project}`;

/** @param id `project:uuid` */
export const buildArn = ({ account, name }: Region, id: string): string =>
  `arn:aws:codebuild:${name}:${account}:build/${id}`;

/** ARN of a report group. */
export const reportGroupArn = ({ account, name }: Region, group: string): string =>
  `arn:aws:codebuild:${name}:${account}:report-group/${group}`;
