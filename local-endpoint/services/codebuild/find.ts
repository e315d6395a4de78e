import type { ReportGroup } from '@aws-sdk/client-codebuild';
import { nameOfArn } from '../../kit/arn';
import { AwsError } from '../../kit/aws-error';
import type { BuildRecord, StoredProject, StoredReport } from './model';
import { invalidInput } from './request';
import { buildArn, type CodeBuildState, projectArn } from './store';

/** @param given name or ARN @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findProject({ projects, scope }: CodeBuildState, given: string | undefined): StoredProject {
  if (!given) throw invalidInput('Project name is required');
  const name = nameOfArn(given);
  const project = projects.get(name);
  if (!project) throw notFound('Project', projectArn(scope, name));
  return project;
}

/** @param given id or ARN @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findBuild({ builds, scope }: CodeBuildState, given: string | undefined): BuildRecord {
  if (!given) throw invalidInput('Build ID is required');
  const id = buildIdOf(given);
  if (!/^[^:]+:[0-9a-f-]+$/.test(id)) throw invalidInput(`Invalid build ID provided: ${given}`);
  const record = builds.get(id);
  if (!record) throw notFound('Build', buildArn(scope, id));
  return record;
}

/** A build's id, which has a colon of its own, given by id or ARN. */
export const buildIdOf = (given: string): string => given.replace(/^arn:.*:build\//, '');

/** @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findReportGroup({ reportGroups }: CodeBuildState, arn: string | undefined): ReportGroup {
  if (!arn) throw invalidInput('Report group ARN is required');
  const group = reportGroups.get(arn);
  if (!group) throw notFound('Report group', arn);
  return group;
}

/** @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findReport({ reports }: CodeBuildState, arn: string | undefined): StoredReport {
  if (!arn) throw invalidInput('Report ARN is required');
  const report = reports.get(arn);
  if (!report) throw notFound('Report', arn);
  return report;
}

const notFound = (what: string, arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${what} cannot be found: ${arn}`);
