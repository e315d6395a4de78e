import type {
  BatchGetReportGroupsInput,
  BatchGetReportGroupsOutput,
  CreateReportGroupInput,
  CreateReportGroupOutput,
  DeleteReportGroupInput,
  ListReportGroupsInput,
  ListReportGroupsOutput,
  ReportExportConfig,
  UpdateReportGroupInput,
  UpdateReportGroupOutput,
} from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findReportGroup } from '../find';
import { batchOf, codeBuildPage, invalidInput, sorted, unsupportedInput } from '../request';
import { type CodeBuildStore, reportGroupArn } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateReportGroup.html */
export const createReportGroup =
  (store: CodeBuildStore): Operation<CreateReportGroupInput, CreateReportGroupOutput> =>
  async ({ name = '', type, exportConfig, tags }, context) => {
    if (name.length < 2 || name.length > 128)
      throw invalidInput(`Report group name must have 2 to 128 characters; got: ${name}`);
    if (type !== 'TEST')
      throw invalidInput(`Report group type ${type} is not supported by the local CodeBuild; it has TEST`);
    requireNoExport(exportConfig);
    const { reportGroups, scope } = store.state.in(scopeOf(context));
    const arn = reportGroupArn(scope, name);
    if (reportGroups.has(arn))
      throw new AwsError('ResourceAlreadyExistsException', `Report group already exists: ${arn}`);
    const now = store.context.clock.now();
    const reportGroup = {
      arn,
      name,
      type,
      exportConfig: exportConfig ?? ({ exportConfigType: 'NO_EXPORT' } as const),
      created: now,
      lastModified: now,
      tags,
      status: 'ACTIVE' as const,
    };
    reportGroups.set(arn, reportGroup);
    return { reportGroup };
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateReportGroup.html */
export const updateReportGroup =
  (store: CodeBuildStore): Operation<UpdateReportGroupInput, UpdateReportGroupOutput> =>
  async ({ arn, exportConfig, tags }, context) => {
    requireNoExport(exportConfig);
    const reportGroup = findReportGroup(store.state.in(scopeOf(context)), arn);
    if (tags) reportGroup.tags = tags;
    reportGroup.lastModified = store.context.clock.now();
    return { reportGroup };
  };

function requireNoExport(exportConfig: ReportExportConfig | undefined): void {
  if (exportConfig?.exportConfigType === 'S3')
    throw unsupportedInput('exportConfig of type S3', 'reports are not exported');
}

/** Deleting one that does not exist succeeds. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReportGroup.html */
export const deleteReportGroup =
  (store: CodeBuildStore): Operation<DeleteReportGroupInput> =>
  async ({ arn = '', deleteReports }, context) => {
    const { reportGroups, reports } = store.state.in(scopeOf(context));
    const own = [...reports]
      .filter(([, { report }]) => report.reportGroupArn === arn)
      .map(([report]) => report);
    if (own.length > 0 && !deleteReports)
      throw invalidInput(
        `Report group ${arn} has reports: delete them first, or ask for that with deleteReports`,
      );
    for (const report of own) reports.delete(report);
    reportGroups.delete(arn);
    return {};
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReportGroups.html */
export const batchGetReportGroups =
  (store: CodeBuildStore): Operation<BatchGetReportGroupsInput, BatchGetReportGroupsOutput> =>
  async (input, context) => {
    const { reportGroups } = store.state.in(scopeOf(context));
    const arns = batchOf(input.reportGroupArns, 'reportGroupArns');
    return {
      reportGroups: arns.flatMap((arn) => reportGroups.get(arn) ?? []),
      reportGroupsNotFound: arns.filter((arn) => !reportGroups.has(arn)),
    };
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportGroups.html */
export const listReportGroups =
  (store: CodeBuildStore): Operation<ListReportGroupsInput, ListReportGroupsOutput> =>
  async ({ sortOrder, nextToken }, context) => {
    const arns = [...store.state.in(scopeOf(context)).reportGroups.keys()].sort();
    const { items, next } = codeBuildPage(sorted(arns, sortOrder, 'ASCENDING'), nextToken);
    return { reportGroups: items, nextToken: next };
  };
