import type { ReportGroup } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../kit/aws-error';
import type { BuildRecord } from './build-record';
import { invalid } from './request';
import { buildArn, projectArn, type Region, type StoredReport } from './store';
import type { StoredProject } from './stored-project';

const missing = (what: string, arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `${what} cannot be found: ${arn}`);

/** @param given name or ARN @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findProject(region: Region, given: string | undefined): StoredProject {
  if (!given) throw invalid('Project name is required');
  const name = nameOf(given);
  const project = region.projects.get(name);
  if (!project) throw missing('Project', projectArn(region, name));
  return project;
}

/** A project's name, given by name or ARN. */
export const nameOf = (given: string): string => given.replace(/^arn:.*:project\//, '');

/** @param given id or ARN @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findBuild(region: Region, given: string | undefined): BuildRecord {
  if (!given) throw invalid('Build ID is required');
  const id = buildIdOf(given);
  if (!/^[^:]+:[0-9a-f-]+$/.test(id)) throw invalid(`Invalid build ID provided: ${given}`);
  const record = region.builds.get(id);
  if (!record) throw missing('Build', buildArn(region, id));
  return record;
}

/** A build's id, given by id or ARN. */
export const buildIdOf = (given: string): string => given.replace(/^arn:.*:build\//, '');

/** @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findReportGroup(region: Region, arn: string | undefined): ReportGroup {
  if (!arn) throw invalid('Report group ARN is required');
  const group = region.reportGroups.get(arn);
  if (!group) throw missing('Report group', arn);
  return group;
}

/** @throws AwsError `InvalidInputException`, `ResourceNotFoundException` */
export function findReport(region: Region, arn: string | undefined): StoredReport {
  if (!arn) throw invalid('Report ARN is required');
  const report = region.reports.get(arn);
  if (!report) throw missing('Report', arn);
  return report;
}
